package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Each field has its column of the stored form, which a change of the code must keep.
func TestRegistersAreARow(t *testing.T) {
	registers := types.Registers{Time: 1, ImportRegister: 2, ExportRegister: 3}
	for _, quarantined := range []bool{false, true} {
		row, same := keeper.RowOfRegisters(registers,
			register.Base{Phase: 5, Offset: 6}, register.Base{Phase: 7, Offset: 8}, 9, 10, quarantined)
		want := []uint64{1, 2, 3, 0, 5, 6, 7, 8, 9, 10}
		if quarantined {
			want[3] = 1
		}
		require.Equal(t, want, row)
		require.True(t, same)
	}
}
