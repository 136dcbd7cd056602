package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/chain"
)

// A node that starts anew before every block, one that sees transactions in blocks only, and one that
// runs them side by side agree with a node that does none of that (pitfalls, class 1).
func TestNodesAgreeWhateverTheyDoBetweenBlocks(t *testing.T) {
	h := busyHistory(t)
	plain := h.node(t)
	restarted := h.node(t, chain.OnDisk(t.TempDir()))
	unaware := h.node(t)
	parallel := h.node(t, chain.AppOption("block-executor", "block-stm"))

	failed := 0
	for number, b := range h.blocks {
		if number > 0 {
			restarted.Restart()
		}
		for _, tx := range b.txs {
			plain.CheckTx(tx)
			restarted.CheckTx(tx)
			parallel.CheckTx(tx)
		}
		for _, res := range plain.BlockAt(b.at, b.txs...).TxResults {
			if res.Code != 0 {
				failed++
			}
		}
		for name, c := range map[string]*chain.Chain{"restarted": restarted, "without CheckTx": unaware, "block-stm": parallel} {
			c.BlockAt(b.at, b.txs...)
			require.Equal(t, plain.AppHash(), c.AppHash(), "%s, block %d", name, number)
		}
	}
	require.Equal(t, 3, failed, "as in testdata/busy.txt")
}
