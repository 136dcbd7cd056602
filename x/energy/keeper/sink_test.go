package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// span is a reading in quarters of an hour after noon.
type span struct {
	from, to         int64
	imported, export uint64
}

func TestAReadingCountsWhereItBelongs(t *testing.T) {
	// A member joins at noon, so takes part from the first quarter on.
	tests := []struct {
		name   string
		pause  bool  // from the first quarter on
		leaves bool  // with the second quarter
		settle int64 // this quarter is settled before the reading comes; 0: none
		spans  []span

		wantInterval types.Interval // of the second quarter
		wantFromGrid uint64
		wantToGrid   uint64
		wantRemark   meteridtypes.ReadingRemark
		wantEvent    *types.EventGridEnergyBooked
	}{
		{
			name:         "one that fills an epoch is netted",
			spans:        []span{{from: 2, to: 3, imported: 5, export: 7}},
			wantInterval: types.Interval{ImportWh: 5, ExportWh: 7},
		},
		{
			name:         "several within an epoch add up",
			spans:        []span{{from: 2, to: 3, imported: 5, export: 7}, {from: 2, to: 3, imported: 1, export: 1}},
			wantInterval: types.Interval{ImportWh: 6, ExportWh: 8},
		},
		{
			name:         "one that spans two epochs is grid energy of the last",
			spans:        []span{{from: 1, to: 3, imported: 5, export: 7}},
			wantFromGrid: 5, wantToGrid: 7,
			wantRemark: meteridtypes.READING_REMARK_SPANS_EPOCHS,
			wantEvent:  &types.EventGridEnergyBooked{Community: 1, Readings: 1, ImportWh: 5, ExportWh: 7},
		},
		{
			name:         "one that began before the membership is booked whole if it ends within",
			spans:        []span{{from: -3, to: 3, imported: 5}},
			wantFromGrid: 5,
			wantRemark:   meteridtypes.READING_REMARK_SPANS_EPOCHS,
			wantEvent:    &types.EventGridEnergyBooked{Community: 1, Readings: 1, ImportWh: 5},
		},
		{
			name:       "one that ends before the membership is ignored",
			spans:      []span{{from: -1, to: 1, imported: 5}},
			wantRemark: meteridtypes.READING_REMARK_NOT_A_MEMBER,
		},
		{
			name:       "one that ends after the membership is ignored too",
			leaves:     true,
			spans:      []span{{from: 3, to: 4, imported: 5}},
			wantRemark: meteridtypes.READING_REMARK_NOT_A_MEMBER,
		},
		{
			name:         "one of the last epoch of a membership is netted",
			leaves:       true,
			spans:        []span{{from: 2, to: 3, imported: 5}},
			wantInterval: types.Interval{ImportWh: 5},
		},
		{
			name:         "one of an epoch without netting is grid energy",
			pause:        true,
			spans:        []span{{from: 2, to: 3, imported: 5}},
			wantFromGrid: 5,
			wantRemark:   meteridtypes.READING_REMARK_PAUSED,
			wantEvent:    &types.EventGridEnergyBooked{Community: 1, Readings: 1, ImportWh: 5},
		},
		{
			name:         "one that comes after the settlement is grid energy",
			settle:       2,
			spans:        []span{{from: 2, to: 3, imported: 5}},
			wantFromGrid: 5,
			wantRemark:   meteridtypes.READING_REMARK_EPOCH_OVER,
			wantEvent:    &types.EventGridEnergyBooked{Community: 1, Readings: 1, ImportWh: 5},
		},
		{
			name:         "one that spans two epochs would not have been netted in time either",
			settle:       2,
			spans:        []span{{from: 1, to: 3, imported: 5}},
			wantFromGrid: 5,
			wantRemark:   meteridtypes.READING_REMARK_SPANS_EPOCHS,
			wantEvent:    &types.EventGridEnergyBooked{Community: 1, Readings: 1, ImportWh: 5},
		},
		{
			name: "the excess over the maximum of an epoch is grid energy",
			spans: []span{
				{from: 2, to: 3, imported: netting.MaxEnergy, export: netting.MaxEnergy - 3},
				{from: 2, to: 3, imported: 10, export: 10},
			},
			wantInterval: types.Interval{ImportWh: netting.MaxEnergy, ExportWh: netting.MaxEnergy},
			wantFromGrid: 10, wantToGrid: 7,
			wantEvent: &types.EventGridEnergyBooked{Community: 1, Readings: 1, ImportWh: 10, ExportWh: 7},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			community := f.create(village())
			slot := f.join(community, "alice")
			other := f.join(community, "bob")
			if tc.pause {
				f.pause(community)
			}
			if tc.leaves {
				f.at(noon + 2*quarter)
				f.leave(community, slot, "alice")
			}
			f.at(noon + 3*quarter)
			if tc.settle > 0 {
				f.send(f.reading(community, other, noon+tc.settle*quarter, noon+(tc.settle+1)*quarter, 1, 0))
				f.settle(noonEpoch + uint64(tc.settle))
			}
			events[*types.EventGridEnergyBooked](f)

			var readings []meteridtypes.AcceptedReading
			for _, s := range tc.spans {
				readings = append(readings, f.reading(community, slot, noon+s.from*quarter, noon+s.to*quarter, s.imported, s.export))
			}
			f.send(readings...)
			for _, r := range readings {
				require.Equal(t, tc.wantRemark, r.Remark)
			}

			booked := events[*types.EventGridEnergyBooked](f)
			if tc.wantEvent == nil {
				require.Empty(t, booked)
			} else {
				require.Equal(t, []*types.EventGridEnergyBooked{tc.wantEvent}, booked)
			}
			wallet := f.memberOf(community, slot).Wallet
			require.Equal(t, types.Wallet{FromGridWh: tc.wantFromGrid, ToGridWh: tc.wantToGrid, MaxPricePerKwh: types.MaxPricePerKWh}, wallet)
			require.Equal(t, tc.wantInterval, f.intervalOf(community, noonEpoch+2, slot))
			f.checkInvariants()

			if tc.wantEvent != nil {
				f.settle(noonEpoch + 2)
				s := f.settlementOf(community, noonEpoch+2)
				require.Equal(t, tc.wantFromGrid, s.UnnettedImportWh)
				require.Equal(t, tc.wantToGrid, s.UnnettedExportWh)
				require.GreaterOrEqual(t, s.FromGridWh, s.UnnettedImportWh)
				totals := f.communityOf(community).Community.Totals
				require.Equal(t, s.FromGridWh, totals.FromGridWh, "whether it came before or after the settlement")
				require.Equal(t, s.ToGridWh, totals.ToGridWh)
			}
		})
	}
}

// intervalOf returns the report of a member; an empty one if it did not report.
func (f *fixture) intervalOf(community, epoch, slot uint64) types.Interval {
	f.t.Helper()
	for _, i := range f.export().Intervals {
		if i.Community == community && i.Epoch == epoch && i.Slot == slot {
			return i.Interval
		}
	}
	return types.Interval{}
}

func TestTheFirstReadingOpensAnEpoch(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "alice")
	require.Empty(t, f.work.Pending(f.ctx), "communities without readings have no work")

	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 100)
	end := noon + 2*quarter
	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, types.SETTLEMENT_STATUS_OPEN, s.Status)
	require.Equal(t, end+grace, s.DueAt, "the grace counts from the end of the epoch")
	require.Equal(t, []worktypes.Item{
		{Module: types.ModuleName, Record: community, Kind: "settle", Number: noonEpoch + 1, DueAt: end + grace},
	}, f.work.Pending(f.ctx))

	f.at(noon + 100*quarter)
	f.report(community, noonEpoch+2, 100)
	require.Equal(t, f.now()+grace, f.settlementOf(community, noonEpoch+2).DueAt, "an epoch that opens late stays open for the grace")

	hasty := village()
	hasty.GraceSeconds = 5
	other := f.create(hasty)
	f.join(other, "bob")
	f.at(f.now() + 10*quarter)
	f.report(other, noonEpoch+102, 100)
	require.Equal(t, f.now()+10, f.settlementOf(other, noonEpoch+102).DueAt, "and at least for the late window")
}

// After an outage longer than the grace the gateways come back one after the other: the first one to bring its readings does not settle
// the missed epochs without the rest.
func TestAnOutageDoesNotCostTheVillageItsNetting(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	roof, home := f.join(community, "roof"), f.join(community, "home")
	f.deposit(community, home, 1_000_000)
	f.at(noon + 2*quarter + 2*grace) // the outage
	reading := func(slot uint64, imported, exported uint64) meteridtypes.AcceptedReading {
		return f.reading(community, slot, noon+quarter, noon+2*quarter, imported, exported)
	}
	f.send(reading(roof, 0, 500))
	f.at(f.now() + grace - 1) // the other gateway, as late as the community lets anybody be
	f.endBlock()
	f.send(reading(home, 400, 0))
	f.at(f.now() + 1)
	f.endBlock()
	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, types.SETTLEMENT_STATUS_SETTLED, s.Status)
	require.Equal(t, uint64(400), s.NettedWh)
}

func TestAnEpochTooOldIsNotOpened(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.RetentionEpochs = 10 })
	community := f.create(village())
	f.join(community, "alice")

	f.at(noon + 2*quarter + types.MaxGrace + 10*quarter)
	late := []meteridtypes.AcceptedReading{f.reading(community, 0, noon+quarter, noon+2*quarter, 100, 0)}
	f.send(late...)
	require.Equal(t, meteridtypes.READING_REMARK_EPOCH_OVER, late[0].Remark)
	require.Empty(t, f.export().Settlements)
	require.Equal(t, uint64(100), f.memberOf(community, 0).Wallet.FromGridWh, "the wallet counts it")
	f.checkInvariants()
}

func TestAClosedEpochIsNotOpened(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "alice")
	f.close(community)

	f.at(noon + 2*quarter)
	after := []meteridtypes.AcceptedReading{f.reading(community, 0, noon+quarter, noon+2*quarter, 0, 100)}
	f.send(after...)
	require.Equal(t, meteridtypes.READING_REMARK_EPOCH_OVER, after[0].Remark)
	require.Empty(t, f.export().Settlements)
	require.Equal(t, uint64(100), f.memberOf(community, 0).Wallet.ToGridWh)
	f.checkInvariants()
}

func TestNonRenewableExportIsNotSupply(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	for _, name := range []string{"sun", "gas", "home"} {
		f.join(community, name)
	}
	f.at(noon + 2*quarter)
	start := noon + quarter
	gas := f.reading(community, 1, start, start+quarter, 0, 100)
	gas.Renewable = false
	f.send(f.reading(community, 0, start, start+quarter, 0, 30), gas, f.reading(community, 2, start, start+quarter, 80, 0))
	f.settle(noonEpoch + 1)

	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, []uint64{30, 80, 30}, []uint64{s.SupplyWh, s.DemandWh, s.NettedWh})
	require.Equal(t, []int64{0, 100, -50}, f.residuals(community, noonEpoch+1, 3))
	require.Equal(t, types.Interval{ExportWh: 100, WithheldWh: 100}, f.intervalOf(community, noonEpoch+1, 1))
	require.Contains(t, f.positionOf(community, noonEpoch+1, 1).Explanation, "100 Wh were not renewable")
}

func TestABatchOfSeveralCommunitiesAndEpochs(t *testing.T) {
	f := newFixture(t)
	first, second := f.create(village()), f.create(village())
	for _, community := range []uint64{first, second} {
		f.join(community, "alice")
		f.join(community, "bob")
	}
	f.at(noon + 4*quarter)
	var readings []meteridtypes.AcceptedReading
	for _, community := range []uint64{second, first} {
		for slot := range uint64(2) {
			for n := range int64(3) {
				from := noon + (n+1)*quarter
				readings = append(readings, f.reading(community, slot, from, from+quarter, 10*community+slot, uint64(n)))
			}
		}
	}
	f.send(readings...)
	g := f.export()
	require.Len(t, g.Settlements, 6)
	require.Len(t, g.Intervals, 12)
	require.Equal(t, types.IntervalState{
		Community: second, Epoch: noonEpoch + 3, Slot: 1, Interval: types.Interval{ImportWh: 21, ExportWh: 2},
	}, g.Intervals[11])
	f.checkInvariants()
}
