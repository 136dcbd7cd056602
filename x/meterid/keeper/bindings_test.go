package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func TestBindMeter(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus
		bound  string // to this module before
		module string

		wantErr error
	}{
		{name: "an active meter is bound", status: types.METER_STATUS_ACTIVE, module: "energy"},
		{name: "a bound meter moves within its module", status: types.METER_STATUS_ACTIVE, bound: "energy", module: "energy"},
		{name: "a bound meter does not leave its module", status: types.METER_STATUS_ACTIVE, bound: "energy", module: "water", wantErr: types.ErrMeterBound},
		{name: "a module without a sink binds nothing", status: types.METER_STATUS_ACTIVE, module: "gas", wantErr: types.ErrNoSink},
		{name: "no module binds nothing", status: types.METER_STATUS_ACTIVE, module: "", wantErr: types.ErrNoSink},
		{name: "a registered meter is not bound", status: types.METER_STATUS_REGISTERED, module: "energy", wantErr: types.ErrWrongStatus},
		{name: "a suspended meter is not bound", status: types.METER_STATUS_SUSPENDED, module: "energy", wantErr: types.ErrWrongStatus},
		{name: "a retired meter is not bound", status: types.METER_STATUS_RETIRED, module: "energy", wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			var id uint64
			if tc.status == types.METER_STATUS_ACTIVE {
				id = f.active("S1")
			} else {
				id = f.in(tc.status, "S1")
			}
			if tc.bound != "" {
				f.bind(id, tc.bound)
			}
			before := f.export()
			b := types.Binding{Module: tc.module, Ref: 8, Slot: 9}
			err := f.keeper.BindMeter(f.ctx, id, b)
			if tc.wantErr != nil {
				f.refused(before, err, tc.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, b, f.meter(id).Binding)
			f.sound()
		})
	}
	f := newFixture(t)
	require.ErrorIs(t, f.keeper.BindMeter(f.ctx, 99, types.Binding{Module: "energy"}), types.ErrMeterNotFound)
}

func TestUnbindMeter(t *testing.T) {
	f := newFixture(t)
	id := f.suspended("S1")
	require.ErrorIs(t, f.keeper.UnbindMeter(f.ctx, id, "water"), types.ErrMeterNotBound)
	require.ErrorIs(t, f.keeper.UnbindMeter(f.ctx, 99, "energy"), types.ErrMeterNotFound)
	require.NoError(t, f.keeper.UnbindMeter(f.ctx, id, "energy"))
	require.Equal(t, types.Binding{}, f.meter(id).Binding)
	require.ErrorIs(t, f.keeper.UnbindMeter(f.ctx, id, "energy"), types.ErrMeterNotBound)
	require.ErrorIs(t, f.keeper.UnbindMeter(f.ctx, id, ""), types.ErrMeterNotBound)
	f.sound()
}

func TestRegisterSinkTwicePanics(t *testing.T) {
	f := newFixture(t)
	require.Panics(t, func() { f.keeper.RegisterSink("energy", &fakeSink{}) })
	require.Panics(t, func() { f.keeper.RegisterSink("", &fakeSink{}) })
	require.Panics(t, func() { f.keeper.RegisterSink("gas", nil) })
}

func TestRegisters(t *testing.T) {
	f := newFixture(t)
	id := f.registered("S1")
	_, err := f.keeper.Registers(f.ctx, id)
	require.ErrorIs(t, err, types.ErrWrongStatus)
	_, err = f.keeper.Registers(f.ctx, 99)
	require.ErrorIs(t, err, types.ErrMeterNotFound)
	require.Equal(t, opening, f.last(f.retired("S2")), "the last registers of a retired meter stay known")
	require.Equal(t, account("governance"), f.keeper.Authority())
}

// A module can see which span began before the meter was bound to it, and gets nothing that waited from before.
func TestAmountsBeginWhereTheBindingBegins(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	require.NoError(t, f.keeper.UnbindMeter(f.ctx, id, "energy"))
	require.Zero(t, f.meter(id).BoundAt)
	f.bind(id, "energy")
	require.Empty(t, f.export().Quarantine)
	require.Equal(t, noon+hour, f.meter(id).BoundAt)

	f.later(hour)
	f.submit(read(ed("S1", 1), id, 1, after(2, 1_100, 500)))
	f.later(hour)
	f.submit(read(ed("S1", 1), id, 1, after(3, 1_200, 500)))
	var before []bool
	for _, r := range f.energy.readings() {
		before = append(before, r.BeforeBinding)
	}
	require.Equal(t, []bool{true, false}, before)
	f.sound()
}
