package keeper_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const sun, flat = 0, 1 // slots

// offGrid returns a community of a roof and a flat from the first quarter on.
func offGrid(t testing.TB, change func(*types.MsgCreateCommunity)) (*fixture, uint64) {
	t.Helper()
	f := newFixture(t)
	msg := village()
	msg.GraceSeconds = 0
	change(&msg)
	community := f.create(msg)
	f.join(community, "sun")
	f.join(community, "flat")
	return f, community
}

// sendBoth sends a reading of both meters, from and to so many seconds after noon.
func (f *fixture) sendBoth(community uint64, from, to int64) []meteridtypes.AcceptedReading {
	f.t.Helper()
	readings := []meteridtypes.AcceptedReading{
		f.reading(community, sun, noon+from, noon+to, 10, 500), f.reading(community, flat, noon+from, noon+to, 300, 0),
	}
	f.send(readings...)
	return readings
}

// Readings whose second quarter begins a few seconds late or early are netted all the same.
func TestReadingsNearABorderAreNetted(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgCreateCommunity)
		late   int64 // of the readings after the first quarter

		wantRemark meteridtypes.ReadingRemark // of the second quarter
		wantNetted uint64
	}{
		{name: "on the border", late: 0, wantNetted: 300},
		{name: "7 seconds late", late: 7, wantNetted: 300},
		{name: "7 seconds early", late: -7, wantNetted: 300},
		{name: "30 seconds late", late: 30, wantNetted: 300},
		{name: "31 seconds late", late: 31, wantRemark: meteridtypes.READING_REMARK_SPANS_EPOCHS},
		{name: "31 seconds early", late: -31, wantRemark: meteridtypes.READING_REMARK_SPANS_EPOCHS},
		{
			name: "45 seconds late where 45 are tolerated", late: 45,
			change: func(m *types.MsgCreateCommunity) { m.BorderToleranceSeconds = 45 }, wantNetted: 300,
		},
		{
			name: "a second late where none is tolerated", late: 1,
			change:     func(m *types.MsgCreateCommunity) { m.ExactBorders = true },
			wantRemark: meteridtypes.READING_REMARK_SPANS_EPOCHS,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if tc.change == nil {
				tc.change = func(*types.MsgCreateCommunity) {}
			}
			f, community := offGrid(t, tc.change)
			f.at(noon + 2*quarter)
			for _, r := range f.sendBoth(community, quarter, 2*quarter) {
				require.Equal(t, meteridtypes.READING_REMARK_UNSPECIFIED, r.Remark)
			}
			f.at(noon + 3*quarter + max(tc.late, 0))
			for _, r := range f.sendBoth(community, 2*quarter+tc.late, 3*quarter+tc.late) {
				require.Equal(t, tc.wantRemark, r.Remark)
			}
			f.at(noon + 5*quarter)
			f.endBlock()
			require.Equal(t, uint64(300), f.settlementOf(community, noonEpoch+1).NettedWh)
			if tc.wantNetted > 0 {
				s := f.settlementOf(community, noonEpoch+2)
				require.Equal(t, []uint64{490, 300, 300}, []uint64{s.SupplyWh, s.DemandWh, s.NettedWh})
			} else {
				wallet := f.memberOf(community, sun).Wallet
				require.Equal(t, []uint64{10, 190 + 500}, []uint64{wallet.FromGridWh, wallet.ToGridWh}, "no Wh is lost")
			}
		})
	}
}

// An epoch is due when the tolerance is over: the first reading after that is too late.
func TestAnEpochWaitsForItsTolerance(t *testing.T) {
	f, community := offGrid(t, func(*types.MsgCreateCommunity) {})
	end := noon + 2*quarter
	f.at(end - 20)
	f.send(f.reading(community, sun, noon+quarter, end-25, 0, 500))
	require.Equal(t, end+30, f.settlementOf(community, noonEpoch+1).DueAt)
	f.at(end + 29)
	f.endBlock()
	require.Equal(t, types.SETTLEMENT_STATUS_OPEN, f.settlementOf(community, noonEpoch+1).Status)
	f.send(f.reading(community, flat, noon+quarter, end+29, 300, 0))
	f.at(end + 30)
	f.endBlock()
	require.Equal(t, uint64(300), f.settlementOf(community, noonEpoch+1).NettedWh)

	late := []meteridtypes.AcceptedReading{f.reading(community, sun, end-25, end+25, 0, 9)}
	f.send(late...)
	require.Equal(t, meteridtypes.READING_REMARK_EPOCH_OVER, late[0].Remark, "around the border: of the epoch that is settled")
	require.Equal(t, uint64(9), f.settlementOf(community, noonEpoch+1).UnnettedExportWh)
}

// A longer grace leaves the due time as it is.
func TestALongGraceCoversTheTolerance(t *testing.T) {
	f, community := offGrid(t, func(m *types.MsgCreateCommunity) { m.GraceSeconds = 60 })
	f.at(noon + 2*quarter)
	f.sendBoth(community, quarter, 2*quarter)
	require.Equal(t, noon+2*quarter+60, f.settlementOf(community, noonEpoch+1).DueAt)
}

// The last reading of a member who left may be late; its meter is released after that. The first of a newcomer may be early.
func TestTheEndsOfAMembershipAreTolerated(t *testing.T) {
	f, community := offGrid(t, func(*types.MsgCreateCommunity) {})
	before := []meteridtypes.AcceptedReading{f.reading(community, flat, noon+7, noon+quarter+7, 300, 0)}
	f.at(noon + quarter + 7)
	f.send(before...)
	require.Equal(t, meteridtypes.READING_REMARK_NOT_A_MEMBER, before[0].Remark, "of the epoch before the first")
	require.Equal(t, types.Wallet{MaxPricePerKwh: types.MaxPricePerKWh}, f.memberOf(community, flat).Wallet)

	f.leave(community, flat, "flat")
	end := noon + 2*quarter
	f.at(end + 29)
	f.endBlock()
	require.True(t, f.meters.Get(f.ctx, 2).IsBound(), "its last reading may still come")
	f.send(f.reading(community, sun, noon+quarter-20, end-20, 0, 500), f.reading(community, flat, noon+quarter+7, end+29, 300, 0))
	after := []meteridtypes.AcceptedReading{f.reading(community, flat, end+29, end+60, 1, 0)}
	f.send(after...)
	require.Equal(t, meteridtypes.READING_REMARK_NOT_A_MEMBER, after[0].Remark)
	f.at(end + 30 + 10)
	f.endBlock()
	require.False(t, f.meters.Get(f.ctx, 2).IsBound())
	require.Equal(t, uint64(300), f.settlementOf(community, noonEpoch+1).NettedWh)
}

// The last epoch before a community closes takes late readings too.
func TestTheLastEpochOfACommunityIsTolerated(t *testing.T) {
	f, community := offGrid(t, func(*types.MsgCreateCommunity) {})
	f.at(noon + quarter)
	f.close(community)
	f.at(noon + 2*quarter + 20)
	for _, r := range f.sendBoth(community, quarter, 2*quarter+20) {
		require.Equal(t, meteridtypes.READING_REMARK_UNSPECIFIED, r.Remark)
	}
	f.at(noon + 3*quarter)
	f.endBlock()
	require.Equal(t, uint64(300), f.settlementOf(community, noonEpoch+1).NettedWh)
}

// A change counts for epochs from the next one on: the end of the last epoch before it is still tolerated.
func TestEachEpochHasTheToleranceOfItsTerms(t *testing.T) {
	f, community := offGrid(t, func(*types.MsgCreateCommunity) {})
	f.announceShortly()
	f.at(noon + quarter)
	change := updateVillage()
	change.ExactBorders, change.GraceSeconds, change.Key, change.Residual = true, 0, types.ALLOCATION_KEY_DYNAMIC, types.RESIDUAL_GRID
	_, err := f.msgs.UpdateCommunity(f.ctx, &change)
	require.NoError(t, err)
	f.at(noon + 3*quarter + 20)
	for _, r := range f.sendBoth(community, quarter, 2*quarter+20) {
		require.Equal(t, meteridtypes.READING_REMARK_UNSPECIFIED, r.Remark)
	}
	for _, r := range f.sendBoth(community, 2*quarter+20, 3*quarter+20) {
		require.Equal(t, meteridtypes.READING_REMARK_SPANS_EPOCHS, r.Remark)
	}
	for _, r := range f.sendBoth(community, 3*quarter+20, 4*quarter) {
		require.Equal(t, meteridtypes.READING_REMARK_UNSPECIFIED, r.Remark)
	}
	require.Equal(t, uint64(300), f.settlementOf(community, noonEpoch+3).UnnettedImportWh-10, "booked in the epoch in which it ends")
}

// Each Wh is part of one report or grid energy, once, for all reading times and batches.
func TestEveryWhIsReportedOrGridEnergyOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const members, epochs = 3, 6
		f := newFixture(t)
		msg := village()
		msg.BorderToleranceSeconds = rapid.SampledFrom([]uint64{0, 1, 45}).Draw(rt, "tolerance")
		msg.ExactBorders = msg.BorderToleranceSeconds == 0
		community := f.create(msg)
		for slot := range members {
			f.join(community, fmt.Sprintf("member %d", slot))
		}
		near := rapid.Custom(func(rt *rapid.T) int64 {
			return noon + quarter*rapid.Int64Range(1, epochs).Draw(rt, "border") + rapid.Int64Range(-60, 60).Draw(rt, "from it")
		})
		at := rapid.OneOf(near, rapid.Int64Range(noon, noon+epochs*quarter))
		var readings []meteridtypes.AcceptedReading
		for slot := range uint64(members) {
			moments := rapid.SliceOfNDistinct(at, 2, 16, rapid.ID).Draw(rt, "moments")
			slices.Sort(moments)
			for i := 1; i < len(moments); i++ {
				imported, exported := rapid.Uint64Range(0, 999).Draw(rt, "import"), rapid.Uint64Range(0, 999).Draw(rt, "export")
				readings = append(readings, f.reading(community, slot, moments[i-1], moments[i], imported, exported))
			}
		}
		slices.SortStableFunc(readings, func(a, b meteridtypes.AcceptedReading) int { return int(a.To - b.To) })

		f.at(noon + epochs*quarter + 60)
		want := make(map[[2]uint64]types.Interval)
		grid := make([]types.Wallet, members)
		for i := range readings {
			addExpected(&readings[i], int64(msg.BorderToleranceSeconds), want, grid)
		}
		for len(readings) > 0 {
			n := rapid.IntRange(1, len(readings)).Draw(rt, "batch")
			f.send(readings[:n]...)
			readings = readings[n:]
		}

		g := f.export()
		for _, i := range g.Intervals {
			key := [2]uint64{i.Epoch, i.Slot}
			require.Equal(rt, want[key], i.Interval, "epoch %d, slot %d", i.Epoch-noonEpoch, i.Slot)
			delete(want, key)
		}
		require.Empty(rt, want)
		for slot, w := range grid {
			w.MaxPricePerKwh = types.MaxPricePerKWh
			require.Equal(rt, w, g.Members[slot].Wallet)
		}
	})
}

// addExpected adds a reading to the result that the slow twin expects: it tries every epoch.
func addExpected(r *meteridtypes.AcceptedReading, tolerance int64, reports map[[2]uint64]types.Interval, grid []types.Wallet) {
	belongs, reported := uint64(0), false
	for epoch := noonEpoch - 1; belongs == 0; epoch++ {
		start, end := int64(epoch)*quarter, int64(epoch+1)*quarter
		next := r.From >= end // lies in a later one, perhaps near its beginning
		if r.To <= end+tolerance && !next || r.To <= end {
			belongs, reported = epoch, r.From >= start-tolerance
		}
	}
	key := [2]uint64{belongs, r.Slot}
	switch {
	case belongs <= noonEpoch: // before the membership
	case reported:
		i := reports[key]
		i.ImportWh += r.Import
		i.ExportWh += r.Export
		reports[key] = i
	default:
		grid[r.Slot].FromGridWh += r.Import
		grid[r.Slot].ToGridWh += r.Export
	}
}
