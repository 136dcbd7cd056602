package app_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
)

// bound is a parameter as the page of its module describes it.
type bound struct {
	name        string
	least, most *big.Int
}

// bounds reads the table of parameters in the README of a module, which its tests compare with the code.
func bounds(t *testing.T, readme string) []bound {
	t.Helper()
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	_, chapter, found := strings.Cut(string(text), "\n## Parameters\n")
	require.True(t, found, readme)
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	var all []bound
	for line := range strings.Lines(chapter) {
		cells := strings.Split(line, "|")
		if len(cells) < 8 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		b := bound{name: strings.Trim(cells[1], " `")}
		var fine [2]bool
		b.least, fine[0] = new(big.Int).SetString(strings.TrimSpace(cells[4]), 10)
		b.most, fine[1] = new(big.Int).SetString(strings.TrimSpace(cells[5]), 10)
		require.Equal(t, [2]bool{true, true}, fine, line)
		all = append(all, b)
	}
	require.NotEmpty(t, all, readme)
	return all
}

// Governance may set each parameter to the least and to the most that the page of its module allows, and all of
// them together, and the chain goes on to measure and to settle. Beyond that it is refused (pitfalls, class 16).
func TestTheChainGoesOnAtTheBoundsOfEachParameter(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "x", "*", "README.md"))
	require.NoError(t, err)
	for _, page := range pages {
		module := filepath.Base(filepath.Dir(page))
		t.Run(module, func(t *testing.T) {
			w := newVillage(t)
			if w.App.StoreKey(module) == nil {
				t.Skip("not a part of the application")
			}
			usual := w.Params(module)
			all := bounds(t, page)
			require.Len(t, all, len(usual))

			set := func(changes map[string]any) (failed string) {
				params := map[string]any{}
				for name, value := range usual {
					params[name] = value
				}
				for name, value := range changes {
					params[name] = value
				}
				return w.Govern(w.UpdateParams(module, params))
			}
			rounds := uint64(0)
			goesOn := func(changes map[string]any) {
				t.Helper()
				rounds++
				require.Empty(t, set(changes), "%v", changes)
				end := reportQuarter(t, w)
				w.BlockAt(end.Add(villageGrace))
				require.NotEqual(t, energytypes.SETTLEMENT_STATUS_PARKED, settlement(t, w, epochEnding(end)).Status, "%v", changes)
			}
			least, most := map[string]any{}, map[string]any{}
			for _, b := range all {
				least[b.name], most[b.name] = fmt.Sprint(b.least), fmt.Sprint(b.most)
				goesOn(map[string]any{b.name: fmt.Sprint(b.least)})
				goesOn(map[string]any{b.name: fmt.Sprint(b.most)})

				beyond := []*big.Int{new(big.Int).Add(b.most, big.NewInt(1))}
				if b.least.Sign() > 0 { // they are unsigned
					beyond = append(beyond, new(big.Int).Sub(b.least, big.NewInt(1)))
				}
				for _, value := range beyond {
					require.Contains(t, set(map[string]any{b.name: fmt.Sprint(value)}), b.name, "%s", value)
				}
			}
			goesOn(least)
			goesOn(most)

			w.Advance(2 * time.Hour) // the longest of all windows
			village, err := energytypes.NewQueryClient(w.Conn()).Community(t.Context(), &energytypes.QueryCommunityRequest{Community: 1})
			require.NoError(t, err)
			require.Equal(t, rounds, village.Community.Totals.Epochs, "epochs settled")
			require.Empty(t, must(w.App.EnergyKeeper.ExportGenesis(w.Context())).Parked)
		})
	}
}
