package keeper

import (
	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// verdict is the outcome of a reading, with its reasons.
type verdict struct {
	code types.ReadingCode
	// imported and exported are the advances of the registers since the last accepted reading.
	imported, exported advance
}

// window is the span of times that a reading may have, at this block.
type window struct {
	earliest, latest int64
}

func windowAt(now int64, p types.Params) window {
	return window{earliest: now - p.MaxReadingAge(), latest: now + p.MaxClockDrift()}
}

// check refuses registers that are attested for a moment outside the window.
func (w window) check(field string, t int64) error {
	if t < w.earliest || t > w.latest {
		return types.ErrTimeOutOfRange.Wrapf("%s: expected a time from %s to %s, got %s",
			field, check.Moment(w.earliest), check.Moment(w.latest), check.Moment(t))
	}
	return nil
}

// judgeMeter returns the code of a reading whose meter does not count, or 0. Meter nil: unknown.
func judgeMeter(m *types.Meter) types.ReadingCode {
	switch {
	case m == nil:
		return types.READING_CODE_UNKNOWN_METER
	case m.Status == types.METER_STATUS_REGISTERED:
		return types.READING_CODE_NOT_ACTIVATED
	case m.Status == types.METER_STATUS_SUSPENDED:
		return types.READING_CODE_SUSPENDED
	case m.Status == types.METER_STATUS_RETIRED:
		return types.READING_CODE_RETIRED
	}
	return types.READING_CODE_UNSPECIFIED
}

// judge decides on a reading of an active meter. The first failure decides, in the order of the README. It is pure.
func (w window) judge(m *types.Meter, last record, next types.Registers, signed bool) verdict {
	switch {
	case next == last.Registers:
		return verdict{code: types.READING_CODE_DUPLICATE}
	case !m.IsBound():
		return verdict{code: types.READING_CODE_UNBOUND}
	case !signed:
		return verdict{code: types.READING_CODE_BAD_SIGNATURE}
	case next.Time == last.Time:
		return verdict{code: types.READING_CODE_CONFLICT}
	case next.Time < last.Time:
		return verdict{code: types.READING_CODE_TIME_WENT_BACK}
	case next.Time > w.latest:
		return verdict{code: types.READING_CODE_IN_FUTURE}
	case next.Time < w.earliest:
		return verdict{code: types.READING_CODE_TOO_OLD}
	}
	v := judgeAdvance(m, last, next)
	if v.code == types.READING_CODE_ACCEPTED && !(v.imported.isPlausible() && v.exported.isPlausible()) {
		v.code = types.READING_CODE_QUARANTINED
	}
	return v
}
