package chain

import (
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"
)

// Block runs the next block with these transactions, one block time later.
func (c *Chain) Block(txs ...[]byte) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	return c.BlockAt(c.Now().Add(c.cfg.blockTime), txs...)
}

// Advance runs one block without transactions, d later.
func (c *Chain) Advance(d time.Duration) *abci.ResponseFinalizeBlock {
	c.t.Helper()
	return c.BlockAt(c.Now().Add(d))
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
	res, err := c.Chain.Finalize(at, txs...)
	require.NoError(c.t, err)
	clear(c.pending)
	return res
}

// Commit writes the block that Finalize ran.
func (c *Chain) Commit() {
	c.t.Helper()
	require.NoError(c.t, c.Chain.Commit())
}

// CheckTx reports whether the mempool would take a transaction.
func (c *Chain) CheckTx(tx []byte) *abci.ResponseCheckTx {
	c.t.Helper()
	res, err := c.Chain.CheckTx(tx)
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
		c.t.Fatalf("after block %d: %s", c.Height(), err)
	}
}
