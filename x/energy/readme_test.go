package energy_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/spec"
	"github.com/utilityd/utilityd/x/energy"
	"github.com/utilityd/utilityd/x/energy/invariants"
	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// The README is the specification of the module; the rest of the tests here compare what only this module has.
func TestSpecification(t *testing.T) {
	var names []string
	for _, i := range invariants.Of(nil) {
		names = append(names, i.Name)
	}
	spec.Check(t, spec.Module{
		App: energy.AppModule{},
		Chapters: []string{
			"Words", "Netting", "State", "Messages", "Block work", "Invariants", "Parameters", "Events", "Errors",
			"Queries and commands", "Worked examples", "Who could cheat, and why it does not pay", "What it does not do",
		},
		Messages:   types.Messages(),
		Params:     types.DefaultParams(),
		Invariants: names,
		Kinds:      types.KindNames,
		Malformed:  `{"next_community":"x"}`,

		ErrInvalidParams: types.ErrInvalidParams,
	})
}

// The households of the worked example are left with what the README says.
func TestReadmeExample(t *testing.T) {
	rows := spec.Read(t, "README.md").Table(t, "Worked examples")
	for i, key := range []netting.Key{netting.Dynamic, netting.Percent, netting.Static} {
		members := make([]netting.Member, len(rows))
		var want []int64
		for slot, row := range rows {
			require.Equal(t, strconv.Itoa(slot), row[0])
			position := spec.Number(t, row[1])
			members[slot] = netting.Member{ImportWh: uint64(max(-position, 0)), ExportWh: uint64(max(position, 0)), Weight: 1}
			want = append(want, spec.Number(t, row[2+i]))
		}
		result, err := netting.Settle(netting.Terms{Key: key}, 0, members)
		require.NoError(t, err)
		var got []int64
		for _, share := range result.Shares {
			got = append(got, share.Residual)
		}
		require.Equal(t, want, got, key)
	}
}
