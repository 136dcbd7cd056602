package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/chain"
)

// A node that starts anew before every block, one that sees transactions in blocks only, and one that
// runs them side by side agree with a node that does none of that (pitfalls, class 1).
func TestNodesAgreeWhateverTheyDoBetweenBlocks(t *testing.T) {
	plain := chain.New(t)
	restarted := chain.New(t, chain.OnDisk(t.TempDir()))
	unaware := chain.New(t)
	parallel := chain.New(t, chain.AppOption("block-executor", "block-stm"))

	for number, block := range busyBlocks(plain) {
		for _, tx := range block {
			plain.CheckTx(tx)
			parallel.CheckTx(tx)
		}
		restarted.Restart()
		at := plain.Now().Add(time.Minute)
		for _, c := range []*chain.Chain{plain, restarted, unaware, parallel} {
			c.BlockAt(at, block...)
		}
		require.Equal(t, plain.AppHash(), restarted.AppHash(), "restarted, block %d", number)
		require.Equal(t, plain.AppHash(), unaware.AppHash(), "without CheckTx, block %d", number)
		require.Equal(t, plain.AppHash(), parallel.AppHash(), "block-stm, block %d", number)
	}
}

// What is exported and imported is exported again to the byte (pitfalls, class 19).
func TestTheExportOfAnImportIsTheImport(t *testing.T) {
	c := chain.New(t)
	for _, block := range busyBlocks(c) {
		c.BlockAt(c.Now().Add(time.Minute), block...)
	}
	exported := c.Export()

	imported := chain.Empty(t, chain.Start(c.Now()))
	imported.InitChain(exported)

	require.JSONEq(t, string(exported), string(imported.ExportUncommitted()))
	imported.Block()
	require.NoError(t, imported.App.CheckInvariants(imported.Context()))
}
