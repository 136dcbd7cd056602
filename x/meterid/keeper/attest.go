package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// Registers that an issuer attests - a released reading, the closing of a device or of an owner - need no signature of
// the device and no plausible rate. Their order is checked like that of any reading.

// checkAdvance is the verdict on attested registers as an error: it names what the last ones were.
func checkAdvance(m types.Meter, last, next types.Registers) (verdict, error) {
	if next.Time < last.Time {
		return verdict{}, types.ErrTimeOutOfRange.Wrapf("meter %d: expected a time from that of the last reading, %d, got %d",
			m.Id, last.Time, next.Time)
	}
	v := judgeAmounts(&m, last, next)
	switch v.code {
	case types.READING_CODE_REGISTER_WENT_BACK:
		return v, types.ErrRegistersGoBack.Wrapf("meter %d: expected at least %d import and %d export, got %d and %d",
			m.Id, last.ImportRegister, last.ExportRegister, next.ImportRegister, next.ExportRegister)
	case types.READING_CODE_WRONG_DIRECTION:
		return v, types.ErrWrongDirection.Wrapf("meter %d: expected only what %s advances, got import %d to %d, export %d to %d",
			m.Id, m.Direction, last.ImportRegister, next.ImportRegister, last.ExportRegister, next.ExportRegister)
	case types.READING_CODE_TOO_LARGE:
		return v, types.ErrAmountTooLarge.Wrapf("meter %d: expected at most %d Wh or litres since the last reading", m.Id, types.MaxDelta)
	}
	if next.Time == last.Time && (v.importDelta != 0 || v.exportDelta != 0) {
		return v, types.ErrTimeOutOfRange.Wrapf("meter %d: expected a time after the last reading, %d, got the same with other registers",
			m.Id, last.Time)
	}
	return v, nil
}

// hasPassed reports whether the meter has moved on since the closing was attested, so that there is nothing to add.
func hasPassed(last, closing types.Registers) bool {
	return last.Time >= closing.Time ||
		last.ImportRegister > closing.ImportRegister ||
		last.ExportRegister > closing.ExportRegister
}

// applyClosing brings a meter to its attested last registers and hands the amount to the module it is bound to.
func (k *Keeper) applyClosing(ctx context.Context, m types.Meter, closing types.Registers) error {
	last, err := k.Registers(ctx, m.Id)
	if err != nil {
		return err
	}
	if hasPassed(last, closing) {
		return nil
	}
	_, err = k.applyAttested(ctx, m, last, closing)
	return err
}

// applyAttested moves the registers of a meter on and hands the amount to the module it is bound to, if any.
func (k *Keeper) applyAttested(ctx context.Context, m types.Meter, last, next types.Registers) (verdict, error) {
	v, err := checkAdvance(m, last, next)
	if err != nil {
		return v, err
	}
	if err := k.setRegisters(ctx, m.Id, next); err != nil {
		return v, err
	}
	if !m.IsBound() {
		return v, nil
	}
	sink, err := k.sink(m.Binding.Module)
	if err != nil {
		return v, err
	}
	return v, sink.ApplyReadings(ctx, []types.AcceptedReading{accepted(&m, last, next, v)})
}

// accepted is what a module is told of an accepted reading.
func accepted(m *types.Meter, last, next types.Registers, v verdict) types.AcceptedReading {
	return types.AcceptedReading{
		Meter:          m.Id,
		Owner:          m.Owner,
		Ref:            m.Binding.Ref,
		Slot:           m.Binding.Slot,
		From:           last.Time,
		To:             next.Time,
		Import:         v.importDelta,
		Export:         v.exportDelta,
		ImportRegister: next.ImportRegister,
		ExportRegister: next.ExportRegister,
		Renewable:      m.IsRenewable(next.Time),
	}
}
