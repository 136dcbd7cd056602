package app_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
)

// A chain that is exported and imported goes on as the one that was not: after the same blocks the stores hold the same,
// key by key, and what is exported then is the same to the byte (pitfalls, class 19). Two that import agree on every app
// hash. The app hash of the one that went on is another: the nodes of an IAVL tree are hashed with the height at
// which they were written, and an import writes all of them at once.
func TestAnImportedChainGoesOnAsTheOneItCameFrom(t *testing.T) {
	h := busyHistory(t)
	original := h.node(t)
	var exports []app.Genesis
	var imported [][2]*chain.Chain
	for number, b := range h.blocks {
		if slices.Contains(h.exports, number) {
			exported := original.Export()
			exports = append(exports, genesisOf(t, exported))
			imported = append(imported, [2]*chain.Chain{importOf(t, original, exported), importOf(t, original, exported)})
		}
		want := original.BlockAt(b.at, b.txs...)
		for _, pair := range imported {
			for _, c := range pair {
				got := c.BlockAt(b.at, b.txs...)
				require.Len(t, got.TxResults, len(want.TxResults))
				for i := range got.TxResults {
					require.Equal(t, want.TxResults[i].Code, got.TxResults[i].Code, got.TxResults[i].Log)
				}
			}
			require.Equal(t, pair[0].AppHash(), pair[1].AppHash())
		}
	}

	require.Len(t, imported, 4)
	for i, pair := range imported {
		for _, key := range original.App.StoreKeys() {
			want, got := map[string]string{}, map[string]string{}
			addStore(want, original, key.Name())
			addStore(got, pair[0], key.Name())
			for _, state := range []map[string]string{want, got} {
				forgetUnexported(state)
			}
			require.Equal(t, want, got, "store %s, export %d", key.Name(), i)
		}
		require.Equal(t, string(original.Export()), string(pair[0].Export()), "export %d", i)
	}
	requireEverything(t, exports)
}

// importOf is a chain that begins with an export of another one.
func importOf(t *testing.T, original *chain.Chain, exported []byte) *chain.Chain {
	t.Helper()
	c := chain.Empty(t, chain.Start(original.Now()))
	c.InitChainAt(original.Height()+1, exported)
	require.JSONEq(t, string(exported), string(c.ExportUncommitted()))
	return c
}

// requireEverything checks that each list of each of our modules has something in it, in one export or another, and that
// generators are in every status: the tests of this folder are worth as much. What failed has tests of its own, and so have
// settlements that need several blocks, and the indexes of days that leases need whose end is not worked off.
func requireEverything(t *testing.T, exports []app.Genesis) {
	t.Helper()
	for _, module := range ourStores {
		filled := map[string]bool{"parked": true, "cursors": true, "day_indexes": true}
		for _, genesis := range exports {
			var lists map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(genesis[module], &lists))
			for name, list := range lists {
				filled[name] = filled[name] || string(list) != "[]"
			}
		}
		for name, is := range filled {
			require.True(t, is, "%s: expected something in %s", module, name)
		}
	}
	missing := maps.Clone(generatortypes.GeneratorStatus_value)
	for _, genesis := range exports {
		for status := range missing {
			if status == generatortypes.GENERATOR_STATUS_UNSPECIFIED.String() || strings.Contains(string(genesis[generatortypes.ModuleName]), strconv.Quote(status)) {
				delete(missing, status)
			}
		}
	}
	require.Empty(t, missing, "statuses of generators")
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
