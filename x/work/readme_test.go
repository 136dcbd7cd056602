package work_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/spec"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work"
	"github.com/utilityd/utilityd/x/work/keeper"
	"github.com/utilityd/utilityd/x/work/types"
)

// The README is the specification of the module.
func TestSpecification(t *testing.T) {
	var invariants []string
	for _, i := range (&keeper.Keeper{}).Invariants() {
		invariants = append(invariants, i.Name)
	}
	spec.Check(t, spec.Module{
		App: work.AppModule{},
		Chapters: []string{
			"Words", "Fairness", "State", "Messages", "Block work", "Invariants", "Parameters", "Events", "Errors",
			"Queries and commands", "Worked examples", "What it does not do",
		},
		Messages:   types.Messages(),
		Params:     types.DefaultParams(),
		Invariants: invariants,
		Malformed:  `{"pending":1}`,

		ErrInvalidParams: types.ErrInvalidParams,
	})
}

// The page lists the kinds of all modules, in their order.
func TestReadmeListsKinds(t *testing.T) {
	var want [][2]string
	for _, m := range []struct {
		name  string
		kinds []string
	}{
		{energytypes.ModuleName, energytypes.KindNames},
		{watertypes.ModuleName, watertypes.KindNames},
		{generatortypes.ModuleName, generatortypes.KindNames},
		{meteridtypes.ModuleName, meteridtypes.KindNames},
	} {
		for _, kind := range m.kinds {
			want = append(want, [2]string{m.name, kind})
		}
	}
	var got [][2]string
	for _, row := range spec.Read(t, "README.md").Table(t, "Block work") {
		got = append(got, [2]string{row[0], row[1]})
	}
	require.Equal(t, want, got)
}
