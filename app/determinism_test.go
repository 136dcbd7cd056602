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
	plain := busyChain(t)
	restarted := busyChain(t, chain.OnDisk(t.TempDir()))
	unaware := busyChain(t)
	parallel := busyChain(t, chain.AppOption("block-executor", "block-stm"))

	for number, step := range busySteps() {
		txs := step.txs(plain)
		for _, tx := range txs {
			plain.CheckTx(tx)
			parallel.CheckTx(tx)
		}
		restarted.Restart()
		at := plain.Now().Add(step.after)
		for _, c := range []*chain.Chain{plain, restarted, unaware, parallel} {
			c.BlockAt(at, txs...)
		}
		require.Equal(t, plain.AppHash(), restarted.AppHash(), "restarted, step %d", number)
		require.Equal(t, plain.AppHash(), unaware.AppHash(), "without CheckTx, step %d", number)
		require.Equal(t, plain.AppHash(), parallel.AppHash(), "block-stm, step %d", number)
	}
}

// The tests above and below are worth as much as the steps: all but the failures succeed, and energy
// is netted and paid.
func TestTheStepsAreBusy(t *testing.T) {
	c := busyChain(t)
	failed := 0
	for number, step := range busySteps() {
		for i, result := range c.BlockAt(c.Now().Add(step.after), step.txs(c)...).TxResults {
			if result.Code != 0 {
				failed++
				t.Logf("step %d, transaction %d: %s", number, i, result.Log)
			}
		}
	}
	require.Equal(t, 3, failed)

	state, err := c.App.EnergyKeeper.ExportGenesis(c.Context())
	require.NoError(t, err)
	require.NotEmpty(t, state.Settlements)
	require.EqualValues(t, 500, state.Settlements[0].NettedWh)
	require.NotEmpty(t, state.Due, "an epoch waits for its settlement")
	meters, err := c.App.MeterKeeper.ExportGenesis(c.Context())
	require.NoError(t, err)
	require.Len(t, meters.Quarantine, 1)
}

// What is exported and imported is exported again to the byte (pitfalls, class 19).
func TestTheExportOfAnImportIsTheImport(t *testing.T) {
	c := busyChain(t)
	for _, step := range busySteps() {
		c.BlockAt(c.Now().Add(step.after), step.txs(c)...)
	}
	exported := c.Export()

	imported := chain.Empty(t, chain.Start(c.Now()))
	imported.InitChain(exported)

	require.JSONEq(t, string(exported), string(imported.ExportUncommitted()))
	for range 3 { // and the chain goes on with what was due
		imported.Advance(time.Minute)
	}
}
