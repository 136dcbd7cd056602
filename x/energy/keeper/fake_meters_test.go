package keeper_test

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/meterid/register"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

var errMetersDown = errors.New("meters: out of order")

// fakeMeters are meters in memory that keep the rules of binding.
type fakeMeters struct {
	meters    map[uint64]meteridtypes.Meter
	registers map[uint64]meteridtypes.Registers
	down      bool // every verb fails
}

var _ types.MeterKeeper = (*fakeMeters)(nil)

func newFakeMeters() *fakeMeters {
	return &fakeMeters{meters: map[uint64]meteridtypes.Meter{}, registers: map[uint64]meteridtypes.Registers{}}
}

// add installs an active electricity meter.
func (k *fakeMeters) add(owner string, unit uint64, opening meteridtypes.Registers) uint64 {
	id := uint64(len(k.meters) + 1)
	k.meters[id] = meteridtypes.Meter{
		Id:                    id,
		Medium:                meteridtypes.MEDIUM_ELECTRICITY,
		Direction:             meteridtypes.DIRECTION_BIDIRECTIONAL,
		Owner:                 owner,
		RegisterUnitNumerator: unit, RegisterUnitDenominator: 1,
		Status: meteridtypes.METER_STATUS_ACTIVE,
	}
	k.registers[id] = opening
	return id
}

func (k *fakeMeters) change(id uint64, change func(*meteridtypes.Meter)) {
	m := k.meters[id]
	change(&m)
	k.meters[id] = m
}

func (k *fakeMeters) Meter(_ context.Context, id uint64) (meteridtypes.Meter, error) {
	m, found := k.meters[id]
	if !found {
		return m, meteridtypes.ErrMeterNotFound.Wrapf("expected the number of a meter, got %d", id)
	}
	return m, nil
}

func (k *fakeMeters) Totals(ctx context.Context, id uint64) (meteridtypes.Totals, error) {
	r, found := k.registers[id]
	if !found {
		return meteridtypes.Totals{}, meteridtypes.ErrWrongStatus.Wrapf("meter %d: expected a meter with registers", id)
	}
	m, err := k.Meter(ctx, id)
	if err != nil {
		return meteridtypes.Totals{}, err
	}
	form := m.Form()
	return meteridtypes.Totals{
		Import: form.Total(register.Base{}, r.ImportRegister), Export: form.Total(register.Base{}, r.ExportRegister),
	}, nil
}

func (k *fakeMeters) BindMeter(ctx context.Context, id uint64, binding meteridtypes.Binding) error {
	m, err := k.Meter(ctx, id)
	switch {
	case err != nil:
		return err
	case k.down:
		return errMetersDown
	case m.Status != meteridtypes.METER_STATUS_ACTIVE:
		return meteridtypes.ErrWrongStatus
	case m.IsBound() && m.Binding.Module != binding.Module:
		return meteridtypes.ErrMeterBound
	}
	k.change(id, func(m *meteridtypes.Meter) { m.Binding = binding })
	return nil
}

func (k *fakeMeters) UnbindMeter(ctx context.Context, id uint64, module string) error {
	m, err := k.Meter(ctx, id)
	switch {
	case err != nil:
		return err
	case k.down:
		return errMetersDown
	case m.Binding.Module != module:
		return meteridtypes.ErrMeterNotBound
	}
	k.change(id, func(m *meteridtypes.Meter) { m.Binding = meteridtypes.Binding{} })
	return nil
}
