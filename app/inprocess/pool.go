package inprocess

import (
	"fmt"
	"slices"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/utilityd/utilityd/app"
)

// CheckTx returns whether the application would take a transaction into its pool.
func (c *Chain) CheckTx(tx []byte) (*abci.ResponseCheckTx, error) {
	return c.App.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
}

// Add takes a transaction into the pool if the application would.
func (c *Chain) Add(tx []byte) (*abci.ResponseCheckTx, error) {
	res, err := c.CheckTx(tx)
	if err == nil && res.Code == abci.CodeTypeOK {
		c.pool = append(c.pool, tx)
	}
	return res, err
}

// Waiting returns how many transactions the pool holds.
func (c *Chain) Waiting() int { return len(c.pool) }

// Next executes and commits a block of transactions from the front of the pool, as many as a block may hold, and
// remembers their results.
func (c *Chain) Next(at time.Time) (*abci.ResponseFinalizeBlock, error) {
	txs, err := c.propose(at)
	if err != nil {
		return nil, err
	}
	res, err := c.Run(at, txs...)
	if err != nil {
		return nil, err
	}
	c.recent.add(c.height, txs, res.TxResults)
	return res, nil
}

// propose takes the transactions of the next block out of the pool. The proposal must pass as that of another validator would.
func (c *Chain) propose(at time.Time) ([][]byte, error) {
	height := c.height + 1
	res, err := c.App.PrepareProposal(&abci.RequestPrepareProposal{
		Height: height, Time: at, Txs: cmttypes.Txs(c.pool).ToSliceOfBytes(), MaxTxBytes: app.MaxBlockBytes, ProposerAddress: c.validator.Address,
	})
	if err != nil {
		return nil, fmt.Errorf("block %d: %w", height, err)
	}
	if len(c.pool) > 0 && len(res.Txs) == 0 {
		return nil, fmt.Errorf("block %d: expected a block to hold a transaction of the pool, got none of %d", height, len(c.pool))
	}
	answer, err := c.App.ProcessProposal(&abci.RequestProcessProposal{
		Height: height, Time: at, Txs: res.Txs, ProposerAddress: c.validator.Address,
	})
	if err != nil {
		return nil, fmt.Errorf("block %d: %w", height, err)
	}
	if !answer.IsAccepted() {
		return nil, fmt.Errorf("block %d: expected the proposal to be accepted, got %s", height, answer.Status)
	}
	chosen := make(map[string]bool, len(res.Txs))
	for _, tx := range res.Txs {
		chosen[string(tx)] = true
	}
	c.pool = slices.DeleteFunc(c.pool, func(tx cmttypes.Tx) bool { return chosen[string(tx)] })
	return res.Txs, nil
}
