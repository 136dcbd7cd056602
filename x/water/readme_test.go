package water_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/spec"
	"github.com/utilityd/utilityd/x/water"
	"github.com/utilityd/utilityd/x/water/invariants"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// The README is the specification of the module; the rest of the tests here compare what only this module has.
func TestSpecification(t *testing.T) {
	var names []string
	for _, i := range invariants.Of(nil) {
		names = append(names, i.Name)
	}
	spec.Check(t, spec.Module{
		App: water.AppModule{},
		Chapters: []string{
			"Words", "Water", "Money", "Trade", "State", "Messages", "Block work", "Invariants", "Parameters", "Events", "Errors",
			"Queries and commands", "Worked examples", "Who could cheat, and why it does not pay", "What it does not do",
		},
		Messages:   types.Messages(),
		Params:     types.DefaultParams(),
		Invariants: names,
		Kinds:      types.KindNames,
		Malformed:  `{"next_area":"x"}`,

		ErrInvalidParams: types.ErrInvalidParams,
	})
}

func TestReadmeListsReasons(t *testing.T) {
	var want []string
	for reason := range len(types.ValveReason_name) - 1 {
		want = append(want, strings.TrimPrefix(types.ValveReason(reason+1).String(), "VALVE_REASON_"))
	}
	_, text, found := strings.Cut(spec.Read(t, "README.md").Chapter(t, "Water"), "**Valve.**")
	require.True(t, found)
	require.Equal(t, want, spec.Column(spec.Table(t, text), 0))
}

// The households of the worked example have what the README says, after each mint.
func TestReadmeExample(t *testing.T) {
	area, err := ledger.Ledger{}.Enlarge(1_000)
	require.NoError(t, err)
	area, mark, err := area.Start(1, 2)
	require.NoError(t, err)
	households := make([]ledger.Account, 2)
	for i := range households {
		households[i], _, err = households[i].Subscribe(1, 1, 1, 1)
		require.NoError(t, err)
		area, households[i], _, err = area.CatchUp(households[i], mark)
		require.NoError(t, err)
	}

	rows := spec.Read(t, "README.md").Table(t, "Worked examples")
	require.NotEmpty(t, rows)
	for _, row := range rows {
		area, _, err = area.Inflow(ledger.Terms{}, false, uint64(spec.Number(t, row[0])))
		require.NoError(t, err)
		for i := range households {
			area, households[i], _, err = area.Settle(ledger.Terms{}, households[i])
			require.NoError(t, err)
			require.Equal(t, uint64(spec.Number(t, row[1+i])), households[i].Balance, "household %d of %v", i, row)
		}
	}
	payout, err := ledger.Pay(1, 90, 2, []ledger.Producer{{Remuneration: 2, Served: 90, Stored: area.Minted}})
	require.NoError(t, err)
	require.Equal(t, []uint64{2}, payout.Shares)
	require.Equal(t, uint64(23), area.ReferencePrice(3, 100))
}
