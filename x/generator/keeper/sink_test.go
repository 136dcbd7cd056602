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
	readings := []meteridtypes.AcceptedReading{exported(id, 1, 5_000, commissioned), exported(id, 1, 2_000, commissioned+1)}
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

func TestAReadingProvesAnInstallation(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	installed := f.now()
	f.apply(exported(id, 1, 5, installed-1))
	require.Zero(t, f.generatorOf(id).Generator.ProvedAt, "a reading from before the installation")
	f.apply(exported(id, 1, 5, installed-1), exported(id, 1, 0, installed), exported(id, 1, 5, installed+900))
	require.Equal(t, installed, f.generatorOf(id).Generator.ProvedAt)
	f.apply(exported(id, 1, 5, installed+1_800))
	require.Equal(t, []*types.EventInstallationProved{{Generator: id, Meter: 1, ProvedAt: installed}},
		events[*types.EventInstallationProved](f), "once")
	require.Zero(t, f.purseOf(id).Delivered, "nothing is delivered before it is commissioned")
	f.pass(14 * day)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
}

func TestAReadingEndsADisputeBySilence(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.pass(14 * day)
	require.True(t, f.generatorOf(id).Generator.Dispute.BySilence)
	f.pass(day)
	f.apply(exported(id, 1, 5, f.now()))
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id))
	require.Equal(t, f.now(), f.generatorOf(id).Generator.Deadline)
	f.endBlock()
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
}

func TestAReadingDoesNotEndADisputeByTheRequester(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	until := mustSend(f, f.msgs.RaiseDispute, types.MsgRaiseDispute{Requester: account("mayor"), Generator: id, Reason: "too small"}).DecideUntil
	f.apply(exported(id, 1, 5, f.now()+900))
	require.Equal(t, until, f.generatorOf(id).Generator.Deadline)
	f.endBlock()
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id))
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
