package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// A start that fails leaves the running period as it is until it is retried, and then nothing is missing.
func TestAStartFailsAndIsRetried(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 1_000, 1)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.send(f.produced(area, source, 10))

	f.pass(start(2) - enrolment)
	lost := f.sourceOf(area, source)
	require.NoError(t, f.keeper.DropSource(f.ctx, area, source))
	f.at(start(2))
	require.NoError(t, f.work.EndBlock(f.ctx))
	failed := events[*worktypes.EventWorkFailed](f)
	require.Len(t, failed, 1)
	require.Contains(t, failed[0].Failed.Reason, "source not found")
	require.Equal(t, worktypes.Item{Module: types.ModuleName, Record: area, Kind: "start", Number: 2, DueAt: start(2)}, failed[0].Failed.Item)
	require.NoError(t, f.keeper.SetSource(f.ctx, lost))
	f.checkInvariants()
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 1).Status)
	f.at(start(2) + hour)
	f.send(f.produced(area, source, 10))

	retry := func(kind string, number uint64) error {
		return f.work.Retry(f.ctx, types.ModuleName, area, kind, number)
	}
	require.ErrorIs(t, retry("start", 3), worktypes.ErrNotFailed)
	require.ErrorIs(t, retry("tick", 1), worktypes.ErrNotFailed)
	f.at(start(2) + 2*day)
	require.NoError(t, retry("start", 2))
	require.Len(t, events[*worktypes.EventWorkRetried](f), 1)
	f.endBlock()
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 2).Status)
	require.Equal(t, uint64(20), f.periodOf(area, 1).MintedLitres)
	require.ErrorIs(t, retry("start", 2), worktypes.ErrNotFailed, "once")
	f.pass(start(3))
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 3).Status)
}

// A budget that is used up delays work and loses none. Half of the turns are those of the auctions, which are due at the same time.
func TestWorkIsBounded(t *testing.T) {
	f := newFixture(t)
	const areas = 40
	for range areas {
		f.create(village())
	}
	f.work.SetBudget(f.ctx, 16)
	f.at(start(1) - enrolment)
	for _, want := range []int{8, 16, 24, 32, 40} {
		f.endBlock()
		opened := 0
		for area := range uint64(areas) {
			if f.areaOf(area+1).Counters.Periods == 1 {
				opened++
			}
		}
		require.Equal(t, want, opened)
	}
}

// An area with very much due work gets its part of a block, like any other: 15 areas with two pieces each have both done in two blocks, although
// ten thousand older pieces of one area wait.
func TestTheWorkOfOneAreaDelaysOthersByItsPartOnly(t *testing.T) {
	f := newFixture(t)
	busy := f.create(village())
	for n := range uint64(10_000) {
		require.NoError(t, f.keeper.Queue.Push(f.ctx, state.Item(f.now(), types.KindForget, busy, n+1)))
	}
	const others = 15
	for range others {
		f.create(village())
	}
	f.work.SetBudget(f.ctx, others+1)
	f.at(start(1) - enrolment)
	for range 2 {
		require.NoError(t, f.work.EndBlock(f.ctx))
	}
	for other := range uint64(others) {
		area := f.areaOf(busy + 1 + other)
		require.Equal(t, uint64(1), area.Counters.Periods, "area %d", busy+1+other)
		require.Greater(t, area.Market.AuctionAt, f.now(), "area %d", busy+1+other)
	}
	waiting := 0
	for _, item := range f.work.Export(f.ctx).Pending {
		if item.Record == busy && item.Kind == "forget" {
			waiting++
		}
	}
	require.GreaterOrEqual(t, waiting, 10_000-2, "its own part is a unit a block")
}
