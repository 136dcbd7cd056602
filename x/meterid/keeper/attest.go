package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Registers that an issuer attests - a released reading, the closing of a device or of an owner - need no signature of
// the device and no plausible rate. Their order is checked like that of any reading.

// checkAdvance returns the verdict on attested registers as an error: it names what the last ones were. A register that shows less
// has wrapped if the rate of the meter allows the amount of the wrap.
func checkAdvance(m *types.Meter, last record, next types.Registers) (verdict, error) {
	return checkVerdict(m, last, next, judgeAdvance(m, last, next))
}

// checkInspected does the same for registers that the issuer has inspected: a wrap needs no plausible rate.
func checkInspected(m types.Meter, last record, next types.Registers) (verdict, error) {
	return checkVerdict(&m, last, next, judgeWithin(&m, last, next, types.MaxDelta, types.MaxDelta))
}

func checkVerdict(m *types.Meter, last record, next types.Registers, v verdict) (verdict, error) {
	if next.Time < last.Time {
		return verdict{}, types.ErrTimeOutOfRange.Wrapf("meter %d: expected a time from that of the last reading, %d, got %d",
			m.Id, last.Time, next.Time)
	}
	switch v.code {
	case types.READING_CODE_TOO_MANY_DIGITS:
		return v, m.CheckDigits("registers", next)
	case types.READING_CODE_REGISTER_WENT_BACK:
		return v, types.ErrRegistersGoBack.Wrapf("meter %d: expected at least %d import and %d export, or a plausible wrap, got %d and %d; "+
			"rebase-registers attests registers that were reset", m.Id, last.ImportRegister, last.ExportRegister, next.ImportRegister, next.ExportRegister)
	case types.READING_CODE_WRONG_DIRECTION:
		return v, types.ErrWrongDirection.Wrapf("meter %d: expected only what %s advances, got import %d to %d, export %d to %d",
			m.Id, m.Direction, last.ImportRegister, next.ImportRegister, last.ExportRegister, next.ExportRegister)
	case types.READING_CODE_TOO_LARGE:
		return v, types.ErrAmountTooLarge.Wrapf("meter %d: expected at most %d Wh or litres since the last reading; "+
			"rebase-registers attests a register that jumped", m.Id, types.MaxDelta)
	}
	if next.Time == last.Time && (v.imported.steps != 0 || v.exported.steps != 0) {
		return v, types.ErrTimeOutOfRange.Wrapf("meter %d: expected a time after the last reading, %d, got the same with other registers",
			m.Id, last.Time)
	}
	return v, nil
}

// hasPassed reports whether a later reading was accepted since the closing was attested, so that there is nothing to add.
func hasPassed(m *types.Meter, last record, closing types.Registers) bool {
	return last.Time >= closing.Time ||
		judgeAdvance(m, last, closing).code == types.READING_CODE_REGISTER_WENT_BACK
}

// applyClosing advances a meter to its attested last registers and delivers the amount to the module it is bound to. It returns the
// amounts: none if readings have passed the closing.
func (k *Keeper) applyClosing(ctx context.Context, m types.Meter, closing types.Registers) (verdict, error) {
	last, err := k.record(ctx, m.Id)
	if err != nil || hasPassed(&m, last, closing) {
		return verdict{}, err
	}
	v, err := checkAdvance(&m, last, closing)
	if err != nil {
		return v, err
	}
	return v, k.applyAttested(ctx, m, last, closing, v)
}

// applyAttested advances the registers of a meter and delivers the amount to the module it is bound to, if any.
func (k *Keeper) applyAttested(ctx context.Context, m types.Meter, last record, next types.Registers, v verdict) error {
	after := last.moved(&m, next, v)
	if last.quarantined {
		q, err := k.waiting(ctx, m.Id)
		if err != nil {
			return err
		}
		q, after.quarantined = overtaken(&m, q, after, v)
		if err := k.setWaiting(ctx, q, after.quarantined); err != nil {
			return err
		}
	}
	if err := k.registers.Set(ctx, pages.None{}, m.Id, after); err != nil {
		return err
	}
	if !m.IsBound() {
		return nil
	}
	sink, err := k.sink(m.Binding.Module)
	if err != nil {
		return err
	}
	return sink.ApplyReadings(ctx, []types.AcceptedReading{accepted(&m, last.Registers, next, v)})
}

// accepted returns the form of an accepted reading that modules get.
func accepted(m *types.Meter, last, next types.Registers, v verdict) types.AcceptedReading {
	return types.AcceptedReading{
		Meter:          m.Id,
		Owner:          m.Owner,
		Ref:            m.Binding.Ref,
		Slot:           m.Binding.Slot,
		From:           last.Time,
		To:             next.Time,
		Import:         v.imported.amount,
		Export:         v.exported.amount,
		ImportRegister: next.ImportRegister,
		ExportRegister: next.ExportRegister,
		BeforeBinding:  last.Time < m.BoundAt,
		Renewable:      m.IsRenewable(next.Time),
	}
}
