package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// record is the stored registers of a meter, many meters to a key.
type record struct {
	types.Registers
	// importBase and exportBase are the amounts counted before the registers last wrapped or were rebased.
	importBase, exportBase register.Base
	// importAhead and exportAhead are how far the registers are ahead of the rate of the meter, 1/3600 Wh or litres; see package rate.
	importAhead, exportAhead uint64
	// quarantined is true if a reading of the meter is quarantined, so that accepting another one costs no look-up.
	quarantined bool
}

// Columns of a record.
const (
	columnTime = iota
	columnImport
	columnExport
	columnQuarantined
	columnImportPhase
	columnImportOffset
	columnExportPhase
	columnExportOffset
	columnImportAhead
	columnExportAhead
	columns
)

var recordForm = pages.Record[record]{
	Columns: columns,
	Encode: func(r record, row []uint64) {
		row[columnTime] = uint64(r.Time) //nolint:gosec // no time is negative
		row[columnImport] = r.ImportRegister
		row[columnExport] = r.ExportRegister
		row[columnQuarantined] = noted(r.quarantined)
		row[columnImportPhase], row[columnImportOffset] = r.importBase.Phase, r.importBase.Offset
		row[columnExportPhase], row[columnExportOffset] = r.exportBase.Phase, r.exportBase.Offset
		row[columnImportAhead], row[columnExportAhead] = r.importAhead, r.exportAhead
	},
	Decode: func(row []uint64) record {
		return recordOf(func(column int) uint64 { return row[column] })
	},
}

// recordOf returns the record with these columns.
func recordOf(column func(int) uint64) record {
	return record{
		Registers: types.Registers{
			Time:           int64(column(columnTime)), //nolint:gosec // written from an int64
			ImportRegister: column(columnImport),
			ExportRegister: column(columnExport),
		},
		importBase:  register.Base{Phase: column(columnImportPhase), Offset: column(columnImportOffset)},
		exportBase:  register.Base{Phase: column(columnExportPhase), Offset: column(columnExportOffset)},
		importAhead: column(columnImportAhead),
		exportAhead: column(columnExportAhead),
		quarantined: column(columnQuarantined) != 0,
	}
}

// readRecord returns the record in slot i of a page, decoding no other one.
func readRecord(pg *pages.Page, i int) record {
	return recordOf(func(column int) uint64 { return pg.At(column, i) })
}

// writeRecord makes r the record of slot i, which has one. Columns that rarely change are not decoded.
func writeRecord(pg *pages.Page, i int, r record) {
	pg.Col(columnTime)[i] = uint64(r.Time) //nolint:gosec // no time is negative
	pg.Col(columnImport)[i] = r.ImportRegister
	pg.Col(columnExport)[i] = r.ExportRegister
	for _, rare := range []struct {
		column int
		value  uint64
	}{
		{columnQuarantined, noted(r.quarantined)},
		{columnImportPhase, r.importBase.Phase},
		{columnImportOffset, r.importBase.Offset},
		{columnExportPhase, r.exportBase.Phase},
		{columnExportOffset, r.exportBase.Offset},
		{columnImportAhead, r.importAhead},
		{columnExportAhead, r.exportAhead},
	} {
		if pg.At(rare.column, i) != rare.value {
			pg.Col(rare.column)[i] = rare.value
		}
	}
}

func noted(waits bool) uint64 {
	if waits {
		return 1
	}
	return 0
}

// Registers returns the last accepted registers of a meter. A meter that its owner never activated has none: ErrWrongStatus.
func (k *Keeper) Registers(ctx context.Context, id uint64) (types.Registers, error) {
	r, err := k.record(ctx, id)
	return r.Registers, err
}

func (k *Keeper) record(ctx context.Context, id uint64) (record, error) {
	r, err := k.registers.Get(ctx, pages.None{}, id)
	if errors.Is(err, collections.ErrNotFound) {
		m, err := k.Meter(ctx, id)
		if err != nil {
			return record{}, err
		}
		return record{}, types.ErrWrongStatus.Wrapf("meter %d: expected a meter with registers, got %s", id, m.Status)
	}
	return r, err
}

// setRecord writes the registers of a meter. The flag quarantined is stored as given, and
// without it the reading is removed.
func (k *Keeper) setRecord(ctx context.Context, id uint64, r record) error {
	if err := k.registers.Set(ctx, pages.None{}, id, r); err != nil || r.quarantined {
		return err
	}
	return k.quarantine.Remove(ctx, id)
}

// Totals returns the total counts of the registers of a meter, Wh or litres. A meter that its owner never activated has none:
// ErrWrongStatus.
func (k *Keeper) Totals(ctx context.Context, id uint64) (types.Totals, error) {
	m, err := k.Meter(ctx, id)
	if err != nil {
		return types.Totals{}, err
	}
	r, err := k.record(ctx, id)
	if err != nil {
		return types.Totals{}, err
	}
	f := m.Form()
	return types.Totals{Import: f.Total(r.importBase, r.ImportRegister), Export: f.Total(r.exportBase, r.ExportRegister)}, nil
}
