package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// An auction that fails changes nothing. Orders are still placed for it, and it is held when it is retried.
func TestAnAuctionFailsAndIsRetried(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 200, 60)
	f.at(midnight)
	params, err := f.keeper.Params.Get(f.ctx)
	require.NoError(t, err)
	require.NoError(t, f.keeper.Params.Remove(f.ctx))
	before := f.areaOf(area)
	require.NoError(t, f.work.EndBlock(f.ctx))
	require.NoError(t, f.keeper.Params.Set(f.ctx, params))
	require.Contains(t, events[*worktypes.EventWorkFailed](f)[0].Failed.Reason, "not found")
	require.Equal(t, before, f.areaOf(area))
	f.place(area, "carol", buy, 210, 10)
	f.pass(midnight + day)
	require.Zero(t, f.areaOf(area).Market.Auctions, "it is kept until a retry")

	require.NoError(t, f.work.Retry(f.ctx, types.ModuleName, area, "auction", 0))
	f.endBlock()
	require.Equal(t, uint64(70), f.auctionOf(area, 1).VolumeLitres)
	require.Equal(t, midnight+2*day, f.areaOf(area).Market.AuctionAt)
}
