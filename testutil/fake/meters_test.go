package fake_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// meterKeeper is all that modules need of one.
type meterKeeper interface {
	energytypes.MeterKeeper
	generatortypes.MeterKeeper
	watertypes.MeterKeeper
}

var (
	_ meterKeeper = (*fake.Meters)(nil)
	_ meterKeeper = (*keeper.Keeper)(nil)
)

// meterStep is one operation on a meter. Imported and exported are steps of its registers up to then.
type meterStep struct {
	do                 string
	meter              uint64
	module             string
	slot               uint64
	owner              string
	imported, exported uint64
	lost               bool // in a branch that is thrown away
}

// metersUnderTest is one of the two on its own stores, with the calls of the sinks.
type metersUnderTest struct {
	meterKeeper
	do   func(ctx sdk.Context, s meterStep) error
	ctx  sdk.Context
	told *[]string
}

// recorder is a sink that writes down what it gets. It refuses what concerns meters of slot 13.
type recorder struct {
	module string
	told   *[]string
}

var errRefused = errors.New("sink: refused")

func (r recorder) record(what string, slot uint64, values ...any) error {
	*r.told = append(*r.told, fmt.Sprintf("%s %s %+v", r.module, what, values))
	if slot == 13 {
		return errRefused
	}
	return nil
}

func (r recorder) ApplyReadings(_ context.Context, readings []types.AcceptedReading) error {
	return r.record("readings", readings[0].Slot, readings)
}

func (r recorder) MeterTaken(_ context.Context, meter uint64) error {
	return r.record("taken", 0, meter)
}

func (r recorder) MeterTransferred(_ context.Context, before, after types.Meter) error {
	return r.record("transferred", before.Binding.Slot, before, after)
}

func (r recorder) MeterReplaced(_ context.Context, before, after types.Meter) error {
	return r.record("replaced", before.Binding.Slot, before, after)
}

func (r recorder) MeterRetired(_ context.Context, meter types.Meter) error {
	return r.record("retired", meter.Binding.Slot, meter)
}

// newFakeMeters installs what the real ones have after their set-up.
func newFakeMeters(t *testing.T, installed []types.Meter) metersUnderTest {
	t.Helper()
	kit := keepertest.New(t)
	k, told := fake.NewMeters(kit.Memory("meters")), new([]string)
	for _, module := range []string{"energy", "water"} {
		k.RegisterSink(module, recorder{module, told})
	}
	ctx := kit.Context()
	for _, m := range installed {
		require.Equal(t, m.Id, k.Install(ctx, m, opening))
	}
	count := func(ctx sdk.Context, s meterStep) error {
		m := k.Get(ctx, s.meter)
		r := k.Count(ctx, s.meter, ctx.BlockTime().Unix(), s.imported, s.exported)
		if !m.IsBound() {
			return nil
		}
		return k.Deliver(ctx, m.Binding.Module, r)
	}
	do := func(ctx sdk.Context, s meterStep) error {
		switch s.do {
		case "bind":
			return k.BindMeter(ctx, s.meter, types.Binding{Module: s.module, Ref: 3, Slot: s.slot})
		case "unbind":
			return k.UnbindMeter(ctx, s.meter, s.module)
		case "count":
			return count(ctx, s)
		case "count both":
			one, two := k.Get(ctx, 1), k.Get(ctx, 2)
			now := ctx.BlockTime().Unix()
			readings := []types.AcceptedReading{k.Count(ctx, 2, now, 20, 2), k.Count(ctx, 1, now, 10, 1)}
			if one.Binding.Module != two.Binding.Module {
				return errors.New("expected two meters of one module")
			}
			return k.Deliver(ctx, one.Binding.Module, readings...)
		case "suspend":
			k.Change(ctx, s.meter, func(m *types.Meter) { m.Status = types.METER_STATUS_SUSPENDED })
			return nil
		case "transfer", "replace":
			if k.Get(ctx, s.meter).HasRegisters() {
				if err := count(ctx, s); err != nil {
					return err
				}
			}
			if s.do == "transfer" {
				return k.Transfer(ctx, s.meter, keepertest.Account(s.owner))
			}
			return k.Replace(ctx, s.meter, 3, openingAt(ctx))
		case "retire":
			return k.Retire(ctx, s.meter)
		}
		return fmt.Errorf("expected an operation, got %q", s.do)
	}
	return metersUnderTest{k, do, ctx, told}
}

// seen is all that modules can see of meters after a step.
type seen struct {
	err    string
	meters []string
	told   []string
}

func (m metersUnderTest) step(n int, s meterStep) (a seen) {
	*m.told = nil
	ctx := keepertest.At(m.ctx, keepertest.Noon+900*int64(n+1))
	if s.lost {
		ctx, _ = ctx.CacheContext()
	}
	a.err = outcome(func() error { return m.do(ctx, s) })
	a.told = *m.told
	for id := range uint64(5) {
		var meter types.Meter
		var totals types.Totals
		of := outcome(func() (err error) { meter, err = m.Meter(m.ctx, id); return err })
		counted := outcome(func() (err error) { totals, err = m.Totals(m.ctx, id); return err })
		a.meters = append(a.meters, fmt.Sprintf("%+v %s %+v %s", meter, of, totals, counted))
	}
	return a
}

func TestTheFakeMetersBehaveAsTheRealOnes(t *testing.T) {
	// Meters 1 and 2 are active, 3 is registered.
	bound := meterStep{do: "bind", meter: 1, module: "energy", slot: 7}
	unlucky := meterStep{do: "bind", meter: 1, module: "energy", slot: 13}
	tests := []struct {
		name  string
		steps []meterStep

		want string // of the last step
	}{
		{name: "an active meter is bound", steps: []meterStep{bound}},
		{name: "a binding that is lost", steps: []meterStep{{do: "bind", meter: 1, module: "energy", lost: true}}},
		{name: "a bound meter moves within its module", steps: []meterStep{bound, {do: "bind", meter: 1, module: "energy", slot: 8}}},
		{name: "a bound meter does not leave its module", steps: []meterStep{bound, {do: "bind", meter: 1, module: "water"}}, want: named(types.ErrMeterBound)},
		{name: "a module without a sink binds nothing", steps: []meterStep{{do: "bind", meter: 1, module: "gas"}}, want: named(types.ErrNoSink)},
		{name: "a module without a sink, for no meter", steps: []meterStep{{do: "bind", meter: 9, module: "gas"}}, want: named(types.ErrNoSink)},
		{name: "no meter is bound", steps: []meterStep{{do: "bind", meter: 9, module: "energy"}}, want: named(types.ErrMeterNotFound)},
		{name: "a registered meter is not bound", steps: []meterStep{{do: "bind", meter: 3, module: "energy"}}, want: named(types.ErrWrongStatus)},
		{name: "a suspended meter is not bound", steps: []meterStep{{do: "suspend", meter: 1}, bound}, want: named(types.ErrWrongStatus)},
		{name: "a suspended meter of another module is not bound", steps: []meterStep{bound, {do: "suspend", meter: 1}, {do: "bind", meter: 1, module: "water"}}, want: named(types.ErrWrongStatus)},
		{name: "a retired meter is not bound", steps: []meterStep{{do: "retire", meter: 1}, bound}, want: named(types.ErrWrongStatus)},

		{name: "a meter is released", steps: []meterStep{bound, {do: "unbind", meter: 1, module: "energy"}}},
		{name: "a suspended meter is released", steps: []meterStep{bound, {do: "suspend", meter: 1}, {do: "unbind", meter: 1, module: "energy"}}},
		{name: "a meter is not released twice", steps: []meterStep{bound, {do: "unbind", meter: 1, module: "energy"}, {do: "unbind", meter: 1, module: "energy"}}, want: named(types.ErrMeterNotBound)},
		{name: "a meter is not released by another module", steps: []meterStep{bound, {do: "unbind", meter: 1, module: "water"}}, want: named(types.ErrMeterNotBound)},
		{name: "a meter without a binding is not released by no module", steps: []meterStep{{do: "unbind", meter: 1}}, want: named(types.ErrMeterNotBound)},
		{name: "no meter is released", steps: []meterStep{{do: "unbind", meter: 9, module: "energy"}}, want: named(types.ErrMeterNotFound)},
		{name: "a retired meter is not released", steps: []meterStep{bound, {do: "retire", meter: 1}, {do: "unbind", meter: 1, module: "energy"}}, want: named(types.ErrMeterNotBound)},

		{name: "a reading goes to the module", steps: []meterStep{bound, {do: "count", meter: 1, imported: 40, exported: 5}, {do: "count", meter: 1, imported: 2}}},
		{name: "a reading counts steps of a third", steps: []meterStep{
			{do: "bind", meter: 2, module: "water", slot: 1}, {do: "count", meter: 2, imported: 40}, {do: "count", meter: 2, imported: 41, exported: 1},
		}},
		{name: "a batch is sorted", steps: []meterStep{bound, {do: "bind", meter: 2, module: "energy", slot: 8}, {do: "count both"}}},
		{name: "a sink that fails", steps: []meterStep{unlucky, {do: "count", meter: 1, imported: 40, lost: true}}, want: named(errRefused)},

		{name: "a free meter changes hands", steps: []meterStep{{do: "transfer", meter: 1, owner: "heir", imported: 3}}},
		{name: "a bound meter changes hands", steps: []meterStep{bound, {do: "transfer", meter: 1, owner: "heir", imported: 3}}},
		{name: "a suspended meter changes hands", steps: []meterStep{bound, {do: "suspend", meter: 1}, {do: "transfer", meter: 1, owner: "heir", imported: 3}}},
		{name: "a registered meter does not change hands", steps: []meterStep{{do: "transfer", meter: 3, owner: "heir"}}, want: named(types.ErrWrongStatus)},
		{name: "a retired meter does not change hands", steps: []meterStep{{do: "retire", meter: 1}, {do: "transfer", meter: 1, owner: "heir"}}, want: named(types.ErrWrongStatus)},
		{name: "a sink that fails keeps the owner", steps: []meterStep{unlucky, {do: "transfer", meter: 1, owner: "heir", lost: true}}, want: named(errRefused)},

		{name: "a free meter is replaced", steps: []meterStep{{do: "replace", meter: 1, imported: 3}}},
		{name: "a bound meter is replaced and its claims move", steps: []meterStep{bound, {do: "replace", meter: 1, imported: 3}, {do: "count", meter: 3, exported: 6}}},
		{name: "a suspended meter is replaced", steps: []meterStep{bound, {do: "suspend", meter: 1}, {do: "replace", meter: 1}}},
		{name: "a retired meter is not replaced", steps: []meterStep{{do: "retire", meter: 1}, {do: "replace", meter: 1}}, want: named(types.ErrWrongStatus)},
		{name: "no meter is replaced by one in service", steps: []meterStep{{do: "replace", meter: 1}, {do: "replace", meter: 2}}, want: named(types.ErrWrongStatus)},

		{name: "a free meter retires", steps: []meterStep{{do: "retire", meter: 1}}},
		{name: "a bound meter retires", steps: []meterStep{bound, {do: "retire", meter: 1}}},
		{name: "a registered meter retires", steps: []meterStep{{do: "retire", meter: 3}}},
		{name: "a meter does not retire twice", steps: []meterStep{{do: "retire", meter: 1}, {do: "retire", meter: 1}}, want: named(types.ErrWrongStatus)},
		{name: "a sink that fails keeps the meter", steps: []meterStep{unlucky, {do: "retire", meter: 1, lost: true}}, want: named(errRefused)},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			genuine := newRealMeters(t)
			var installed []types.Meter
			for id := range uint64(3) {
				m, err := genuine.Meter(genuine.ctx, id+1)
				require.NoError(t, err)
				installed = append(installed, m)
			}
			faked := newFakeMeters(t, installed)
			last := ""
			for n, s := range tc.steps {
				want := genuine.step(n, s)
				require.Equal(t, want, faked.step(n, s), "%+v", s)
				last = want.err
			}
			require.Equal(t, tc.want, last)
		})
	}
}

// The faults of the fake are its own: they stop binding and releasing and nothing else.
func TestMetersThatAreDown(t *testing.T) {
	kit := keepertest.New(t)
	k := fake.NewMeters(kit.Memory("meters"))
	ctx := kit.Context()
	id := k.Install(ctx, types.Meter{Owner: "alice"}, opening)
	k.Down = true
	require.ErrorIs(t, k.BindMeter(ctx, id, types.Binding{Module: "energy"}), fake.ErrMetersDown)
	require.ErrorIs(t, k.UnbindMeter(ctx, id, "energy"), fake.ErrMetersDown)
	require.Equal(t, "alice", k.Get(ctx, id).Owner)
}
