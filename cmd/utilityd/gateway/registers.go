package gateway

import (
	"fmt"
	"math"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Accumulator turns rows into cumulative registers. A meter measures the net of an interval: the import register grows by
// max(0, consumed − produced), the export register by max(0, produced − consumed).
type Accumulator struct {
	// Layout of the rows.
	Layout Layout
	// StepSeconds is the length of an interval; only for Intervals.
	StepSeconds int64
	// ShiftSeconds is added to every time.
	ShiftSeconds int64

	state map[string]meteridtypes.Registers
}

// NewAccumulator begins at the opening registers.
func NewAccumulator(layout Layout, openings map[string]meteridtypes.Registers) *Accumulator {
	a := &Accumulator{Layout: layout, state: make(map[string]meteridtypes.Registers, len(openings))}
	for device, r := range openings {
		a.state[device] = r
	}
	return a
}

// Readings returns what the meter of the row shows: at the end of the row, and before that at its start if nothing was read
// there, so that an interval that is missing in the file does not blur the next one. Files of registers need no opening.
func (a *Accumulator) Readings(row Row) ([]meteridtypes.Registers, error) {
	if a.Layout != Intervals {
		return []meteridtypes.Registers{{Time: row.Time + a.ShiftSeconds, ImportRegister: row.First, ExportRegister: row.Second}}, nil
	}
	var out []meteridtypes.Registers
	r := a.state[row.Device]
	if start := row.Time + a.ShiftSeconds; r.Time < start {
		r.Time = start
		out = append(out, r)
	}
	imported, exported := row.First, row.Second
	if imported >= exported {
		imported, exported = imported-exported, 0
	} else {
		imported, exported = 0, exported-imported
	}
	if r.ImportRegister > math.MaxUint64-imported || r.ExportRegister > math.MaxUint64-exported {
		return nil, fmt.Errorf("line %d: the registers of %s overflow", row.Line, row.Device)
	}
	r.Time = row.Time + a.StepSeconds + a.ShiftSeconds
	r.ImportRegister += imported
	r.ExportRegister += exported
	a.state[row.Device] = r
	return append(out, r), nil
}
