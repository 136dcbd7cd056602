package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// record is what is stored of a meter's registers, many meters to a key.
type record struct {
	types.Registers
	// quarantined says that a reading of the meter waits for its issuer, so that accepting another one costs no look-up.
	quarantined bool
}

// Columns of a record.
const (
	columnTime = iota
	columnImport
	columnExport
	columnQuarantined
	columns
)

var recordForm = pages.Record[record]{
	Columns: columns,
	Encode: func(r record, row []uint64) {
		row[columnTime] = uint64(r.Time) //nolint:gosec // no time is negative
		row[columnImport] = r.ImportRegister
		row[columnExport] = r.ExportRegister
		if r.quarantined {
			row[columnQuarantined] = 1
		}
	},
	Decode: func(row []uint64) record {
		return record{
			Registers: types.Registers{
				Time:           int64(row[columnTime]), //nolint:gosec // written from an int64
				ImportRegister: row[columnImport],
				ExportRegister: row[columnExport],
			},
			quarantined: row[columnQuarantined] != 0,
		}
	},
}

// readRecord is the record in slot i of a page, decoding no other one.
func readRecord(pg *pages.Page, i int) record {
	return record{
		Registers: types.Registers{
			Time:           int64(pg.At(columnTime, i)), //nolint:gosec // written from an int64
			ImportRegister: pg.At(columnImport, i),
			ExportRegister: pg.At(columnExport, i),
		},
		quarantined: pg.At(columnQuarantined, i) != 0,
	}
}

// writeRegisters makes a moment the last one of slot i, which has a record.
func writeRegisters(pg *pages.Page, i int, r types.Registers) {
	pg.Col(columnTime)[i] = uint64(r.Time) //nolint:gosec // no time is negative
	pg.Col(columnImport)[i] = r.ImportRegister
	pg.Col(columnExport)[i] = r.ExportRegister
}

// writeQuarantined notes in slot i whether a reading waits. A column that does not change is not decoded.
func writeQuarantined(pg *pages.Page, i int, waits bool) {
	v := uint64(0)
	if waits {
		v = 1
	}
	if pg.At(columnQuarantined, i) != v {
		pg.Col(columnQuarantined)[i] = v
	}
}

// Registers are the last accepted registers of a meter. A meter that its owner never activated has none: ErrWrongStatus.
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

// setRegisters makes a moment the last one of a meter. What waited for its issuer has been overtaken by it.
func (k *Keeper) setRegisters(ctx context.Context, id uint64, r types.Registers) error {
	if err := k.registers.Set(ctx, pages.None{}, id, record{Registers: r}); err != nil {
		return err
	}
	return k.quarantine.Remove(ctx, id)
}

// dropQuarantined forgets the reading that waits for the issuer of a meter, if any.
func (k *Keeper) dropQuarantined(ctx context.Context, id uint64) error {
	waits, err := k.quarantine.Has(ctx, id)
	if err != nil || !waits {
		return err
	}
	r, err := k.record(ctx, id)
	if err != nil {
		return err
	}
	return k.setRegisters(ctx, id, r.Registers)
}
