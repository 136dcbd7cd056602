package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// Names of the invariants.
const (
	sumsToSupply  = "the supply of tokens is stock + deficit + overdraft"
	moneyIsThere  = "the module account holds what is in the buckets of all areas"
	buckets       = "each bucket is the sum of its parts"
	households    = "the ledger of an area is the sum of its households"
	subscribers   = "a period has the persons and subscribers of the households that subscribed"
	capacities    = "the capacity of an area is that of its active sources"
	valves        = "each meter of an account has a valve that lets through what is left"
	slots         = "slots are dense, and owners and meters have the accounts that are theirs"
	books         = "orders, their ranks and the flags of accounts agree"
	settling      = "everyone can be settled now, and then holds no more than the cap"
	worksAreThere = "what is to come of periods, lifelines, auctions and renewals waits in the queue or has failed"
)

// without is the work of a fixture without that of a kind.
func without(f *fixture, kind string) *worktypes.GenesisState {
	work := f.work.Export(f.ctx)
	work.Pending = slices.DeleteFunc(work.Pending, func(it worktypes.Item) bool { return it.Kind == kind })
	return work
}

// twice is the work of a fixture with that of a kind once more, at the end of time.
func twice(f *fixture, kind string) *worktypes.GenesisState {
	work := f.work.Export(f.ctx)
	again := work.Pending[slices.IndexFunc(work.Pending, func(it worktypes.Item) bool { return it.Kind == kind })]
	again.DueAt = types.MaxTime
	work.Pending = append(work.Pending, again)
	return work
}

// Each invariant notices the damage that it is there for. The damaged market has a lifeline, orders on both sides, a mandate to renew
// and households that were not settled since the last inflow.
func TestInvariantsNoticeDamage(t *testing.T) {
	ledger := func(g *types.GenesisState) *types.Ledger { return &g.Areas[0].Ledger }
	tests := []struct {
		name   string
		change func(*types.GenesisState)
		work   func(*fixture) *worktypes.GenesisState

		want string
	}{
		{
			name:   "water that is in no token",
			change: func(g *types.GenesisState) { ledger(g).StockLitres++ },
			want:   sumsToSupply,
		},
		{
			name:   "a deficit that nobody knows of",
			change: func(g *types.GenesisState) { ledger(g).DeficitLitres++ },
			want:   sumsToSupply,
		},
		{
			name: "tokens that the bank does not have",
			change: func(g *types.GenesisState) {
				ledger(g).StockLitres++
				ledger(g).SupplyLitres++
			},
			want: sumsToSupply,
		},
		{
			name:   "a reserve that the module does not hold",
			change: func(g *types.GenesisState) { ledger(g).ReserveLitres++ },
			want:   sumsToSupply,
		},
		{
			name: "money that the module does not have",
			change: func(g *types.GenesisState) {
				g.Areas[0].Purse.Prepaid += 1_000_000_000
				g.Accounts[0].Account.Prepaid += 1_000_000_000
			},
			want: moneyIsThere,
		},
		{
			name: "more money than an area may have",
			change: func(g *types.GenesisState) {
				g.Areas[0].Purse.Prepaid, g.Areas[0].Purse.Stabilisation = types.MaxMoney, types.MaxMoney
			},
			want: moneyIsThere,
		},
		{
			name:   "prepaid money of nobody",
			change: func(g *types.GenesisState) { g.Accounts[0].Account.Prepaid++ },
			want:   buckets,
		},
		{
			name:   "a pot that holds less than its bucket",
			change: func(g *types.GenesisState) { g.Periods[0].Pot++ },
			want:   buckets,
		},
		{
			name: "a remuneration that no bucket pays",
			change: func(g *types.GenesisState) {
				g.Payables = []types.Payable{{Area: 1, Producer: account("producer"), Amount: 1}}
			},
			want: buckets,
		},
		{
			name: "a bid that is not paid for",
			change: func(g *types.GenesisState) {
				i := slices.IndexFunc(g.Orders, func(o types.Order) bool { return o.Side == buy })
				g.Orders[i].Litres++
			},
			want: buckets,
		},
		{
			name:   "lifeline that came from nowhere",
			change: func(g *types.GenesisState) { g.Accounts[1].Holding.LifelineLitres++ },
			want:   households,
		},
		{
			name:   "an overdraft that the area does not know of",
			change: func(g *types.GenesisState) { g.Accounts[2].Holding.OverdraftLitres++ },
			want:   households,
		},
		{
			name:   "a claim to what came before",
			change: func(g *types.GenesisState) { g.Accounts[1].Holding.WaterLast-- },
			want:   households,
		},
		{
			name:   "litres per person that nobody is owed",
			change: func(g *types.GenesisState) { ledger(g).Water.LitresPerPerson++ },
			want:   households,
		},
		{
			name:   "a remainder that is carried twice",
			change: func(g *types.GenesisState) { ledger(g).Water.CarryLitres++ },
			want:   households,
		},
		{
			name: "an offer of tokens that are not set aside",
			change: func(g *types.GenesisState) {
				i := slices.IndexFunc(g.Orders, func(o types.Order) bool { return o.Side == sell })
				g.Orders[i].Litres++
			},
			want: households,
		},
		{
			name:   "somebody in a period who is not counted",
			change: func(g *types.GenesisState) { g.Periods[0].Persons-- },
			want:   subscribers,
		},
		{
			name:   "an index for somebody who is not there",
			change: func(g *types.GenesisState) { ledger(g).Lifeline.Persons++ },
			want:   subscribers,
		},
		{
			name:   "room of no source",
			change: func(g *types.GenesisState) { ledger(g).CapacityLitres++ },
			want:   capacities,
		},
		{
			name:   "a source whose meter is bound elsewhere",
			change: func(g *types.GenesisState) { g.Sources[0].Meter = 2 },
			want:   capacities,
		},
		{
			name:   "a source that is not counted",
			change: func(g *types.GenesisState) { g.Areas[0].Counters.OpenSources-- },
			want:   capacities,
		},
		{
			name:   "a meter without a valve",
			change: func(g *types.GenesisState) { g.Valves = g.Valves[1:] },
			want:   valves,
		},
		{
			name:   "a valve that lets through too much",
			change: func(g *types.GenesisState) { g.Valves[0].LitresLeft++ },
			want:   valves,
		},
		{
			name:   "a valve of nobody",
			change: func(g *types.GenesisState) { g.Valves[len(g.Valves)-1].Meter += 100 },
			want:   valves,
		},
		{
			name:   "an account whose meter is bound elsewhere",
			change: func(g *types.GenesisState) { g.Accounts[0].Account.Meter = g.Accounts[1].Account.Meter },
			want:   slots,
		},
		{
			name:   "a book with an order that is not counted",
			change: func(g *types.GenesisState) { g.Areas[0].Counters.SellOrders++ },
			want:   books,
		},
		{
			name:   "an account that does not know of its order",
			change: func(g *types.GenesisState) { g.Accounts[0].Holding.Sells = false },
			want:   books,
		},
		{
			name:   "an account that has been given more than there was",
			change: func(g *types.GenesisState) { g.Accounts[1].Holding.WaterLast = ^uint64(0) },
			want:   settling,
		},
		{
			name: "an area that does not go on",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "start") },
			want: worksAreThere,
		},
		{
			name: "a period that starts twice",
			work: func(f *fixture) *worktypes.GenesisState { return twice(f, "start") },
			want: worksAreThere,
		},
		{
			name: "an enrolment that never opens",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "open") },
			want: worksAreThere,
		},
		{
			name: "a day without lifeline",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "tick") },
			want: worksAreThere,
		},
		{
			name: "a book that is never cleared",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "auction") },
			want: worksAreThere,
		},
		{
			name: "an auction that is held twice",
			work: func(f *fixture) *worktypes.GenesisState { return twice(f, "auction") },
			want: worksAreThere,
		},
		{
			name: "an auction under way that does not go on",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "auction") },
			change: func(g *types.GenesisState) {
				g.Areas[0].Counters.AuctionAt, g.Areas[0].Counters.Auctions = 0, 1
				g.Clearings = []types.Clearing{{
					Auction: types.Auction{Area: 1, Number: 1, Price: 300}, Fills: []types.Fill{{Side: sell, Litres: 1}},
				}}
			},
			want: worksAreThere,
		},
		{
			name:   "an auction that nobody was told of",
			change: func(g *types.GenesisState) { g.Areas[0].Counters.AuctionAt = 0 },
			want:   worksAreThere,
		},
		{
			name: "a mandate that is forgotten",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "renew") },
			want: worksAreThere,
		},
	}
	seen := map[string]bool{}
	for _, tc := range tests {
		seen[tc.want] = true
		t.Run(tc.name, func(t *testing.T) {
			f := traded(t)
			g, work := f.export(), f.work.Export(f.ctx)
			if tc.change != nil {
				tc.change(g)
			}
			if tc.work != nil {
				work = tc.work(f)
			}
			damaged := besidesWith(t, f, work)
			if err := damaged.keeper.InitGenesis(damaged.ctx, *g); err != nil { // all is written, and then compared with the work
				require.ErrorIs(t, err, types.ErrInvariantBroken)
			}

			var noticed []string
			before := damaged.state()
			for _, i := range damaged.keeper.Invariants() {
				if err := i.Check(damaged.ctx); err != nil {
					require.ErrorIs(t, err, types.ErrInvariantBroken)
					noticed = append(noticed, i.Name)
				}
			}
			require.Contains(t, noticed, tc.want)
			require.Equal(t, before, damaged.state(), "who looks changes nothing")
		})
	}
	for _, i := range newFixture(t).keeper.Invariants() {
		require.True(t, seen[i.Name], "no test breaks %q", i.Name)
	}
}

// traded is a market in which something of everything waits.
func traded(t *testing.T) *fixture {
	t.Helper()
	f, area := market(t, nil)
	_, err := f.msgs.UpdateArea(f.ctx, &types.MsgUpdateArea{
		Admin: account("mayor"), Area: area, Name: "Village", FeePerPerson: 1, LifelineLitresPerPersonDay: 5, LifelineDaysCap: 3,
		LifelineReserveDays: 7, ValvePolicy: types.VALVE_POLICY_CLOSE, AuctionSeconds: uint64(day), ReserveDays: 7, BasePrice: 100,
	})
	require.NoError(t, err)
	f.place(area, "alice", sell, 300, 100)
	f.place(area, "bob", buy, 200, 100)
	f.prepay(area, "carol", 50)
	f.setPolicy(area, "carol", types.Policy{AutoRenew: true})
	f.pass(noon + enrolment + hour)
	f.send(f.produced(area, 1, 403))
	require.Len(t, f.export().Periods, 1, "the next enrolment has not opened")
	return f
}
