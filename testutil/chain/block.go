package chain

import (
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Block runs the next block with these transactions, one block time later.
func (c *Chain) Block(txs ...[]byte) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	return c.BlockAt(c.now.Add(c.cfg.blockTime), txs...)
}

// Advance runs one block without transactions, d later.
func (c *Chain) Advance(d time.Duration) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	return c.BlockAt(c.now.Add(d))
}

// BlockAt runs the next block at a given time. What does not pass in it shows in its results.
func (c *Chain) BlockAt(at time.Time, txs ...[]byte) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	res := c.Finalize(at, txs...)
	c.Commit()
	c.CheckInvariants()
	return res
}

// Finalize runs a block without committing it; Commit must follow. Benchmarks time the two apart.
func (c *Chain) Finalize(at time.Time, txs ...[]byte) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	req := &abci.RequestFinalizeBlock{
		Height:          c.height + 1,
		Time:            at.UTC(),
		Txs:             txs,
		ProposerAddress: c.consensusKey.PubKey().Address(),
	}
	if c.height > 0 {
		req.DecidedLastCommit = commit(c.consensusKey.PubKey())
	}
	res, err := c.App.FinalizeBlock(req)
	require.NoError(c.t, err)
	c.height, c.now, c.appHash = req.Height, req.Time, res.AppHash
	clear(c.pending)
	return res
}

// Commit writes the block that Finalize ran.
func (c *Chain) Commit() {
	c.t.Helper()
	_, err := c.App.Commit()
	require.NoError(c.t, err)
}

// CheckTx asks whether the mempool would take a transaction.
func (c *Chain) CheckTx(tx []byte) *abci.ResponseCheckTx {
	c.t.Helper()
	res, err := c.App.CheckTx(&abci.RequestCheckTx{Tx: tx, Type: abci.CheckTxType_New})
	require.NoError(c.t, err)
	return res
}

// CheckInvariants fails the test when something that must hold does not.
func (c *Chain) CheckInvariants() {
	c.t.Helper()
	if !c.cfg.invariants {
		return
	}
	if err := c.App.CheckInvariants(c.Context()); err != nil {
		c.t.Fatalf("after block %d: %s", c.height, err)
	}
}

// Context reads the committed state. What is written to it is lost.
func (c *Chain) Context() sdk.Context {
	return sdk.NewContext(c.App.CommitMultiStore().CacheMultiStore(), header(c), false, c.App.Logger()).
		WithChainID(c.cfg.id)
}
