package app_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/testutil/chain"
)

// A chain that is exported and imported goes on as the one that was not: after the same blocks the stores hold the same,
// key by key, and what is exported then is the same to the byte (pitfalls, class 19). Two that import agree on every app
// hash. The app hash of the one that went on is another: the nodes of an IAVL tree are hashed with the height at
// which they were written, and an import writes all of them at once.
func TestAnImportedChainGoesOnAsTheOneItCameFrom(t *testing.T) {
	steps := busySteps()
	for _, at := range []int{6, 9, len(steps) - 1} { // before the first epoch ends, while one waits, with a quarantine
		original := busyChain(t)
		for _, step := range steps[:at] {
			original.BlockAt(original.Now().Add(step.after), step.txs(original)...)
		}
		exported := original.Export()
		var imported [2]*chain.Chain
		for i := range imported {
			imported[i] = chain.Empty(t, chain.Start(original.Now()))
			imported[i].InitChainAt(original.Height()+1, exported)
		}

		rest := steps[at:]
		for range 5 { // until all that was due is done
			rest = append(rest, step{20 * time.Minute, nothing})
		}
		for _, step := range rest {
			txs, next := step.txs(original), original.Now().Add(step.after)
			want := original.BlockAt(next, txs...)
			for _, c := range imported {
				got := c.BlockAt(next, txs...)
				require.Len(t, got.TxResults, len(want.TxResults))
				for i := range got.TxResults {
					require.Equal(t, want.TxResults[i].Code, got.TxResults[i].Code, got.TxResults[i].Log)
				}
			}
			require.Equal(t, imported[0].AppHash(), imported[1].AppHash())
		}

		for _, key := range original.App.StoreKeys() {
			want, got := map[string]string{}, map[string]string{}
			addStore(want, original, key.Name())
			addStore(got, imported[0], key.Name())
			for _, state := range []map[string]string{want, got} {
				forgetUnexported(state)
			}
			require.Equal(t, want, got, "store %s, exported before step %d", key.Name(), at)
		}
		require.Equal(t, string(original.Export()), string(imported[0].Export()))
	}
}

// forgetUnexported leaves out what x/staking keeps and does not export: the headers of past blocks, which name app
// hashes, and the numbers of unbondings, by which other modules could put them on hold; none of this chain does.
func forgetUnexported(state map[string]string) {
	maps.DeleteFunc(state, func(key, _ string) bool {
		for _, prefix := range [][]byte{
			stakingtypes.HistoricalInfoKey, stakingtypes.UnbondingIDKey, stakingtypes.UnbondingIndexKey, stakingtypes.UnbondingTypeKey,
		} {
			if strings.HasPrefix(key, stakingtypes.StoreKey+"/"+string(prefix)) {
				return true
			}
		}
		return false
	})
}
