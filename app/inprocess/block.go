package inprocess

import (
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
)

// Run executes and commits the next block.
func (c *Chain) Run(at time.Time, txs ...[]byte) (*abci.ResponseFinalizeBlock, error) {
	res, err := c.Finalize(at, txs...)
	if err != nil {
		return nil, err
	}
	return res, c.Commit()
}

// Finalize executes the next block without committing it; Commit must follow. Benchmarks time the two apart.
func (c *Chain) Finalize(at time.Time, txs ...[]byte) (*abci.ResponseFinalizeBlock, error) {
	req := &abci.RequestFinalizeBlock{Height: c.height + 1, Time: at.UTC(), Txs: txs, ProposerAddress: c.validator.Address}
	if c.height > 0 {
		req.DecidedLastCommit.Votes = []abci.VoteInfo{{Validator: c.validator, BlockIdFlag: cmtproto.BlockIDFlagCommit}}
	}
	res, err := c.App.FinalizeBlock(req)
	if err != nil {
		return nil, fmt.Errorf("block %d: %w", req.Height, err)
	}
	c.height, c.now, c.appHash = req.Height, req.Time, res.AppHash
	return res, nil
}

// Commit writes the block that Finalize executed.
func (c *Chain) Commit() error {
	if _, err := c.App.Commit(); err != nil {
		return fmt.Errorf("block %d: %w", c.height, err)
	}
	return nil
}
