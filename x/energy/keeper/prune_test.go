package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
)

func TestOldEpochsArePruned(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.RetentionEpochs = 2 })
	community := f.create(village())
	f.join(community, "sun")
	f.join(community, "home")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 100, -60)
	f.settle(noonEpoch + 1)
	settledAt := f.now()
	totals := f.communityOf(community).Community.Totals

	f.at(settledAt + 2*quarter - 1)
	f.endBlock()
	require.Len(t, f.export().Settlements, 1)
	f.at(settledAt + 2*quarter)
	f.endBlock()
	g := f.export()
	require.Empty(t, g.Settlements)
	require.Empty(t, g.Intervals)
	require.Empty(t, g.Prefixes)
	require.Empty(t, f.work.Pending(f.ctx))
	require.Equal(t, totals, g.Communities[0].Totals, "totals stay")

	f.setParams(func(p *types.Params) { p.RetentionEpochs = 1_000 })
	f.report(community, noonEpoch+1, -5)
	require.Empty(t, f.export().Settlements, "an epoch settles once, even if the parameter changes")
	require.Equal(t, uint64(5), f.memberOf(community, 0).Wallet.FromGridWh)
	f.report(community, noonEpoch+2, -5)
	require.Len(t, f.export().Settlements, 1)
}

func TestPruningSpansBlocks(t *testing.T) {
	f, community := reportedVillage(t, village(), 2_000)
	f.work.SetBudget(f.ctx, 1_000)
	f.setParams(func(p *types.Params) { p.RetentionEpochs = 1 })
	f.endBlock()
	f.work.SetBudget(f.ctx, 16)
	require.Len(t, f.export().Intervals, 2_000)

	f.at(f.now() + quarter)
	f.endBlock()
	require.Len(t, f.export().Intervals, 2_000-15*128, "a page a unit")
	_, err := f.queries.Settlement(f.ctx, &types.QuerySettlementRequest{Community: community, Epoch: noonEpoch + 1})
	require.ErrorIs(t, err, types.ErrSettlementNotFound, "no query returns a partly removed epoch")
	f.endBlock()
	require.Empty(t, f.export().Intervals)
	require.Empty(t, f.export().Prefixes)
	require.Empty(t, f.work.Pending(f.ctx, "prune"))
}
