package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// Each invariant finds the damage that it exists for.
func TestInvariantsFindDamage(t *testing.T) {
	settled := func(g *types.GenesisState) *types.Settlement { return &g.Settlements[0] }
	tests := []struct {
		name   string
		change func(*types.GenesisState)
		work   func(*worktypes.GenesisState)

		want string
	}{
		{
			name: "money that the module does not have",
			change: func(g *types.GenesisState) {
				g.Communities[0].Prepaid += 5
				g.Members[0].Wallet.Prepaid += 5
			},
			want: "the module account holds what is in the wallets",
		},
		{
			name:   "money in a wallet that the community does not count",
			change: func(g *types.GenesisState) { g.Members[0].Wallet.Prepaid++ },
			want:   "the wallets of a community sum to its prepaid balance and its totals",
		},
		{
			name:   "energy in a wallet that was never netted",
			change: func(g *types.GenesisState) { g.Members[1].Wallet.FromCommunityWh++ },
			want:   "the wallets of a community sum to its prepaid balance and its totals",
		},
		{
			name:   "a member whose meter is bound elsewhere",
			change: func(g *types.GenesisState) { g.Members[0].Member.Meter = 2 },
			want:   "the meter of a member with no end is bound to its slot",
		},
		{
			name:   "a share that no rule gives",
			change: func(g *types.GenesisState) { g.Intervals[0].Interval.SharedWh-- },
			want:   "given = taken = netted in every settled epoch, and no residual grows or changes sign",
		},
		{
			name:   "a share larger than the position",
			change: func(g *types.GenesisState) { g.Intervals[0].Interval.SharedWh = 1_000 },
			want:   "given = taken = netted in every settled epoch, and no residual grows or changes sign",
		},
		{
			name:   "a supply that no member had",
			change: func(g *types.GenesisState) { settled(g).SupplyWh++ },
			want:   "given = taken = netted in every settled epoch, and no residual grows or changes sign",
		},
		{
			name:   "a report that was not counted",
			change: func(g *types.GenesisState) { settled(g).Reported-- },
			want:   "given = taken = netted in every settled epoch, and no residual grows or changes sign",
		},
		{
			name:   "sums before a page that do not add up",
			change: func(g *types.GenesisState) { g.Prefixes[0].Prefix.GivenWh = 3 },
			want:   "given = taken = netted in every settled epoch, and no residual grows or changes sign",
		},
		{
			name: "an unsettled epoch without work",
			work: func(w *worktypes.GenesisState) {
				w.Pending = slices.DeleteFunc(w.Pending, func(it worktypes.Item) bool { return it.Kind == "settle" })
			},
			want: "every unsettled epoch has its work, pending or failed, and no settled one has; other work is about a member or an epoch",
		},
		{
			name: "an epoch with two settlements pending",
			work: func(w *worktypes.GenesisState) { w.Pending[0].Number, w.Pending[0].Kind = noonEpoch+1, "settle" },
			want: "every unsettled epoch has its work, pending or failed, and no settled one has; other work is about a member or an epoch",
		},
		{
			name: "a release of a slot that was never assigned",
			work: func(w *worktypes.GenesisState) { w.Pending[0].Number, w.Pending[0].Kind = 9, "release" },
			want: "every unsettled epoch has its work, pending or failed, and no settled one has; other work is about a member or an epoch",
		},
		{
			name: "a cursor in an epoch that is settled",
			change: func(g *types.GenesisState) {
				g.Cursors = []types.Cursor{{Community: 1, Epoch: settled(g).Epoch, Pass: types.PassTotals}}
			},
			want: "a cursor belongs to a settlement that is in progress",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := pricedVillage()
			community := f.create(msg)
			f.join(community, "sun")
			f.join(community, "home")
			f.deposit(community, 1, 500)
			f.at(noon + 2*quarter)
			f.report(community, noonEpoch+1, 300, -200)
			f.settle(noonEpoch + 1)
			f.report(community, noonEpoch+2, 30, -20)
			g, work := f.export(), f.work.Export(f.ctx)
			if tc.change != nil {
				tc.change(g)
			}
			if tc.work != nil {
				tc.work(work)
			}

			damaged := emptyTwinWith(t, f, work)
			if err := damaged.keeper.InitGenesis(damaged.ctx, *g); err != nil { // the state is written first, then compared with the work
				require.ErrorIs(t, err, invariant.ErrBroken)
			}
			var found []string
			for _, i := range damaged.keeper.Invariants() {
				if err := i.Check(damaged.ctx); err != nil {
					require.ErrorIs(t, err, invariant.ErrBroken)
					found = append(found, i.Name)
				}
			}
			require.Contains(t, found, tc.want)
		})
	}
}
