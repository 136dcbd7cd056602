package meterid_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/spec"
	"github.com/utilityd/utilityd/x/meterid"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// The README is the specification of the module; the rest of the tests here compare what only this module has.
func TestSpecification(t *testing.T) {
	var invariants []string
	for _, i := range (&keeper.Keeper{}).Invariants() {
		invariants = append(invariants, i.Name)
	}
	spec.Check(t, spec.Module{
		App: meterid.AppModule{},
		Chapters: []string{
			"Words", "Readings", "State", "Messages", "Block work", "Sinks", "Invariants", "Parameters", "Events", "Errors",
			"Queries and commands", "Worked examples", "Who could cheat, and why it does not pay", "What it does not do",
		},
		Messages:   types.Messages(),
		Params:     types.DefaultParams(),
		Invariants: invariants,
		Kinds:      types.KindNames,
		Malformed:  `{"next_meter":"x"}`,

		ErrInvalidParams: types.ErrInvalidParams,
	})
}

func TestReadmeListsReadingCodes(t *testing.T) {
	rows := spec.Read(t, "README.md").Table(t, "Outcomes")
	require.Len(t, rows, len(types.ReadingCode_name)-1)
	for _, row := range rows {
		require.Equal(t, row[0], fmt.Sprint(types.ReadingCode_value["READING_CODE_"+row[1]]), row[1])
	}
}

func TestReadmeListsRemarks(t *testing.T) {
	rows := spec.Read(t, "README.md").Table(t, "Remarks")
	require.Len(t, rows, len(types.ReadingRemark_name)-1)
	for _, row := range rows {
		require.Equal(t, row[0], fmt.Sprint(types.ReadingRemark_value["READING_REMARK_"+row[1]]), row[1])
	}
}
