package keeper_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// apply delivers readings as x/meterid does.
func (f *fixture) apply(readings ...meteridtypes.AcceptedReading) {
	f.t.Helper()
	require.NoError(f.t, f.keeper.Sink().ApplyReadings(f.ctx, readings))
	f.checkInvariants()
}

// exported returns a reading of the export of a generator up to a time.
func exported(generator, meter, export uint64, to int64) meteridtypes.AcceptedReading {
	return meteridtypes.AcceptedReading{Meter: meter, Ref: generator, From: to - 900, To: to, Export: export, Import: 7}
}

func TestDeliveredUnitsComeFromReadings(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.buy(id, 3, 0)
	steps := []struct {
		name   string
		export uint64

		wantUnits, wantExcess uint64
		wantEvents            int
	}{
		{name: "less than a unit waits", export: 999, wantUnits: 0},
		{name: "and becomes one with the rest", export: 1, wantUnits: 1},
		{name: "nothing changes nothing", export: 0, wantUnits: 1},
		{name: "all that was sold", export: 2_999, wantUnits: 3},
		{name: "one above", export: 1, wantUnits: 4, wantExcess: 1, wantEvents: 1},
		{name: "a part of a unit emits no event", export: 999, wantUnits: 4, wantExcess: 1},
		{name: "two above", export: 1, wantUnits: 5, wantExcess: 2, wantEvents: 1},
	}
	for i, step := range steps {
		f.apply(exported(id, 1, step.export, f.now()+int64(i+1)*900))
		view := f.generatorOf(id)
		require.Equal(t, step.wantUnits, view.DeliveredUnits, step.name)
		require.Equal(t, step.wantExcess, view.Purse.ExcessUnits, step.name)
		emitted := events[*types.EventUnitsExceeded](f)
		require.Len(t, emitted, step.wantEvents, step.name)
		if step.wantEvents > 0 {
			require.Equal(t, &types.EventUnitsExceeded{
				Generator: id, DeliveredUnits: step.wantUnits, SoldUnits: 3, ExcessUnits: step.wantExcess,
			}, emitted[0], step.name)
		}
	}

	f.buy(id, 2, 0)
	f.apply(exported(id, 1, 1_000, f.now()+10_000))
	require.Empty(t, events[*types.EventUnitsExceeded](f), "the excess has not grown since the last event")
	require.Equal(t, uint64(2), f.generatorOf(id).Purse.ExcessUnits)
}

func TestAReadingIsNeverRefused(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.apply(exported(id, 1, math.MaxUint64, f.now()+900), exported(id, 1, math.MaxUint64, f.now()+1_800))
	require.Equal(t, uint64(math.MaxUint64), f.purseOf(id).Delivered, "the sum saturates at the maximum")
	require.Equal(t, uint64(math.MaxUint64)/1_000, f.purseOf(id).ExcessUnits)
}

func TestOnlyDeliveryAfterCommissioningCounts(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	commissioned := f.generatorOf(id).Generator.CommissionedAt
	readings := []meteridtypes.AcceptedReading{
		exported(id, 1, 5_000, commissioned+899), exported(id, 1, 2_000, commissioned+900),
	}
	f.apply(readings...)
	require.Equal(t, uint64(2_000), f.purseOf(id).Delivered)
	require.Equal(t, meteridtypes.READING_REMARK_UNCOUNTED, readings[0].Remark)
	require.Equal(t, meteridtypes.READING_REMARK_UNSPECIFIED, readings[1].Remark)

	f.retire(id)
	state := f.state()
	late := []meteridtypes.AcceptedReading{exported(id, 1, 5_000, f.now()+900), exported(id, 1, 0, f.now()+1_800)}
	f.apply(late...)
	require.Equal(t, state, f.state())
	require.Equal(t, meteridtypes.READING_REMARK_UNCOUNTED, late[0].Remark)
	require.Equal(t, meteridtypes.READING_REMARK_UNSPECIFIED, late[1].Remark, "there was nothing to count")
}

func TestABatchIsOfSeveralGenerators(t *testing.T) {
	f := newFixture(t)
	first, second := f.village(), f.village()
	f.apply(exported(first, 1, 1_000, f.now()+900), exported(first, 1, 1_000, f.now()+1_800), exported(second, 1, 3_000, f.now()+900))
	require.Equal(t, []uint64{2_000, 3_000}, []uint64{f.purseOf(first).Delivered, f.purseOf(second).Delivered})
}

// An installation is proved by what the meter exported since it was bound, summed to a tenth of the rated output of a day.
func TestReadingsProveAnInstallation(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	installed := f.now()
	old := exported(id, 1, 1<<40, installed+900)
	old.BeforeBinding = true
	readings := []meteridtypes.AcceptedReading{old, exported(id, 1, 0, installed+1_800), exported(id, 1, proof-1, installed+2_700)}
	f.apply(readings...)
	require.Zero(t, f.generatorOf(id).Generator.ProvedAt, "the meter counted before it was bound")
	require.Equal(t, uint64(proof-1), f.generatorOf(id).Generator.Tested)
	require.Equal(t, meteridtypes.READING_REMARK_BEFORE_BINDING, readings[0].Remark)
	require.Equal(t, meteridtypes.READING_REMARK_UNCOUNTED, readings[2].Remark)

	f.apply(exported(id, 1, 1, installed+3_600), exported(id, 1, 5, installed+4_500))
	f.apply(exported(id, 1, 5, installed+5_400))
	require.Equal(t, []*types.EventInstallationProved{{Generator: id, Meter: 1, ProvedAt: installed + 3_600}},
		events[*types.EventInstallationProved](f), "once")
	require.Zero(t, f.purseOf(id).Delivered, "nothing is delivered before it is commissioned")
	f.pass(14 * day)
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
}

// On trial each unit pays, first what was paid before, then the provider; the last one ends the trial with its block.
func TestUnitsPayTheProvider(t *testing.T) {
	f := newFixture(t)
	id := f.onTrial()
	f.withdrawDue(id, "builder")
	tests := []struct {
		name   string
		export uint64

		want uint64
	}{
		{name: "units that earn what was paid already", export: 191_000},
		{name: "the first that earns more", export: 1_000, want: 473_979 - advance},
		{name: "a part of a unit", export: 999, want: 473_979 - advance},
		{name: "all but one", export: 306_001, want: 1_231_852 - advance},
		{name: "the last", export: 1_000, want: cost - advance},
		{name: "more than all", export: 9_000, want: cost - advance},
	}
	for _, tc := range tests {
		f.export(id, tc.export)
		require.Equal(t, tc.want, f.dueOf(id, "builder"), tc.name)
	}
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
	f.reasons()
	f.endBlock()
	require.Equal(t, []string{types.ReasonDelivered}, f.reasons())
	require.Equal(t, uint64(cost-advance+bond), f.dueOf(id, "builder"))
	require.Zero(t, f.purseOf(id).Pledged)
	require.Equal(t, f.generatorOf(id).Generator.LifeUntil(), f.generatorOf(id).Generator.Deadline)
}

// No module counts what was measured before its binding: a meter that replaced a lost one begins when it is bound.
func TestAGeneratorCountsFromTheBindingOn(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	old := exported(id, 1, 5_000, f.now()+900)
	old.BeforeBinding = true
	readings := []meteridtypes.AcceptedReading{old}
	f.apply(readings...)
	require.Zero(t, f.purseOf(id).Delivered)
	require.Equal(t, meteridtypes.READING_REMARK_BEFORE_BINDING, readings[0].Remark)
}

func TestAMeterCanBeReplacedAndRetired(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	before, err := f.meters.Meter(f.ctx, f.generatorOf(id).Generator.Meter)
	require.NoError(t, err)
	after := before
	after.Id = f.addMeter(account("builder"))
	state := f.state()
	require.NoError(t, f.keeper.Sink().MeterTransferred(f.ctx, before, before))
	require.Equal(t, state, f.state(), "the owner of the meter does not matter")

	require.NoError(t, f.keeper.Sink().MeterReplaced(f.ctx, before, after))
	require.Equal(t, after.Id, f.generatorOf(id).Generator.Meter)
	require.NoError(t, f.keeper.Sink().MeterRetired(f.ctx, after))
	require.Zero(t, f.generatorOf(id).Generator.Meter)
	bound := events[*types.EventMeterBound](f)
	require.Equal(t, &types.EventMeterBound{Generator: id}, bound[len(bound)-1])

	third := f.addMeter(account("mayor"))
	_, err = f.msgs.MarkInstalled(f.ctx, &types.MsgMarkInstalled{Installer: account("mayor"), Generator: id, Meter: third})
	require.NoError(t, err)
	require.Equal(t, third, f.generatorOf(id).Generator.Meter)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
}
