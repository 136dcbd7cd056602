package keeper

import (
	"math"

	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// advance is the advance of one register since the last accepted reading.
type advance struct {
	// steps are those of a wrap if the register went back; none if it has no digits by which it wraps.
	steps uint64
	// amount is the amount of the steps, Wh or litres; the maximum number if that does not fit.
	amount uint64
	// plausible is the maximum amount that the rate of the meter allows, Wh or litres.
	plausible uint64
	// back is true if the register shows less than before.
	back bool
}

func advanceOf(f register.Form, b register.Base, from, to, plausible uint64) advance {
	steps, back := f.Steps(from, to)
	amount, err := f.Amount(b, from, steps)
	if err != nil {
		amount = math.MaxUint64
	}
	return advance{steps: steps, amount: amount, plausible: plausible, back: back}
}

// isPlausible reports whether the rate of the meter allows the amount.
func (a advance) isPlausible() bool { return a.amount <= a.plausible }

// isLoss reports whether the register shows less than before and has not plausibly wrapped.
func (a advance) isLoss(f register.Form) bool {
	return a.back && (f.Digits == 0 || !a.isPlausible())
}

// judgeAdvance decides by the registers and computes the amounts. A register that shows less has wrapped if the rate of the meter allows
// the amount of the wrap.
func judgeAdvance(m *types.Meter, last record, next types.Registers) verdict {
	limit, seconds := m.Limit(), secondsSince(last, next)
	return judgeWithin(m, last, next, limit.Max(last.importAhead, seconds), limit.Max(last.exportAhead, seconds))
}

// judgeWithin does the same with a plausible amount of each register that does not come from the rate.
func judgeWithin(m *types.Meter, last record, next types.Registers, imported, exported uint64) verdict {
	f := m.Form()
	if !f.Holds(next.ImportRegister) || !f.Holds(next.ExportRegister) {
		return verdict{code: types.READING_CODE_TOO_MANY_DIGITS}
	}
	v := verdict{
		code:     types.READING_CODE_ACCEPTED,
		imported: advanceOf(f, last.importBase, last.ImportRegister, next.ImportRegister, imported),
		exported: advanceOf(f, last.exportBase, last.ExportRegister, next.ExportRegister, exported),
	}
	switch {
	case v.imported.isLoss(f) || v.exported.isLoss(f):
		v.code = types.READING_CODE_REGISTER_WENT_BACK
	case !m.Direction.MayAdvance(v.imported.steps, v.exported.steps):
		v.code = types.READING_CODE_WRONG_DIRECTION
	case v.imported.amount > types.MaxDelta || v.exported.amount > types.MaxDelta:
		v.code = types.READING_CODE_TOO_LARGE
	}
	return v
}

// moved returns the record of a meter whose registers have advanced to the next ones, without a quarantined reading.
func (r record) moved(m *types.Meter, next types.Registers, v verdict) record {
	f, limit, seconds := m.Form(), m.Limit(), secondsSince(r, next)
	after := record{
		Registers: next, importBase: r.importBase, exportBase: r.exportBase,
		importAhead: limit.Next(r.importAhead, seconds, v.imported.amount),
		exportAhead: limit.Next(r.exportAhead, seconds, v.exported.amount),
	}
	if v.imported.back {
		after.importBase = f.Wrapped(r.importBase)
	}
	if v.exported.back {
		after.exportBase = f.Wrapped(r.exportBase)
	}
	return after
}

// secondsSince returns the time from the last accepted registers to the next ones; 0 if they are not later.
func secondsSince(last record, next types.Registers) uint64 {
	return uint64(max(next.Time-last.Time, 0))
}
