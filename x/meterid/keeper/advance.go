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
	// back is true if the register shows less than before.
	back bool
}

func advanceOf(f register.Form, b register.Base, from, to uint64) advance {
	steps, back := f.Steps(from, to)
	amount, err := f.Amount(b, from, steps)
	if err != nil {
		amount = math.MaxUint64
	}
	return advance{steps: steps, amount: amount, back: back}
}

// isLoss reports whether the register shows less than before and has not plausibly wrapped.
func (a advance) isLoss(f register.Form, maxWrap uint64) bool {
	return a.back && (f.Digits == 0 || a.amount > maxWrap)
}

// judgeAdvance decides by the registers alone and computes the amounts. A register that shows less has wrapped if the amount
// of the wrap is at most maxWrap.
func judgeAdvance(m *types.Meter, last record, next types.Registers, maxWrap uint64) verdict {
	f := m.Form()
	if !f.Holds(next.ImportRegister) || !f.Holds(next.ExportRegister) {
		return verdict{code: types.READING_CODE_TOO_MANY_DIGITS}
	}
	v := verdict{
		code:     types.READING_CODE_ACCEPTED,
		imported: advanceOf(f, last.importBase, last.ImportRegister, next.ImportRegister),
		exported: advanceOf(f, last.exportBase, last.ExportRegister, next.ExportRegister),
	}
	switch {
	case v.imported.isLoss(f, maxWrap) || v.exported.isLoss(f, maxWrap):
		v.code = types.READING_CODE_REGISTER_WENT_BACK
	case !m.Direction.MayAdvance(v.imported.steps, v.exported.steps):
		v.code = types.READING_CODE_WRONG_DIRECTION
	case v.imported.amount > types.MaxDelta || v.exported.amount > types.MaxDelta:
		v.code = types.READING_CODE_TOO_LARGE
	}
	return v
}

// moved returns the record of a meter whose registers have advanced to the next ones, without a quarantined reading.
func (r record) moved(f register.Form, next types.Registers, v verdict) record {
	after := record{Registers: next, importBase: r.importBase, exportBase: r.exportBase}
	if v.imported.back {
		after.importBase = f.Wrapped(r.importBase)
	}
	if v.exported.back {
		after.exportBase = f.Wrapped(r.exportBase)
	}
	return after
}
