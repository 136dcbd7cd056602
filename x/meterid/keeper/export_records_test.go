package keeper

import (
	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// RowOfRegisters returns the stored row of registers, and whether reading it leads back to them.
func RowOfRegisters(
	r types.Registers, imported, exported register.Base, importAhead, exportAhead uint64, quarantined bool,
) (row []uint64, same bool) {
	stored := record{
		Registers: r, importBase: imported, exportBase: exported, importAhead: importAhead, exportAhead: exportAhead,
		quarantined: quarantined,
	}
	row = make([]uint64, recordForm.Columns)
	recordForm.Encode(stored, row)
	return row, recordForm.Decode(row) == stored
}
