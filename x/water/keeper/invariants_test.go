package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// Names of the invariants.
const (
	sumsToSupply = "the supply of tokens is stock + deficit + overdraft"
	moneyIsThere = "the module account holds the money in the buckets of all areas"
	buckets      = "each bucket is the sum of its parts"
	households   = "the ledger of an area is the sum of its households, and the refunds are what they are owed"
	subscribers  = "a period has the persons, subscribers and fees of the households that subscribed"
	capacities   = "the capacity of an area is that of its active sources"
	valves       = "each meter of an account has a valve that lets through at most the litres left"
	slots        = "slots are dense, and the indexes of owners and meters agree with the accounts"
	books        = "orders stand side by side on the levels of their auctions"
	settling     = "all households can be settled now, and then hold at most the cap"
	workIsThere  = "the coming work of periods, lifelines and auctions is pending or has failed"
)

// without returns the work of a fixture except that of a kind.
func without(f *fixture, kind string) *worktypes.GenesisState {
	work := f.work.Export(f.ctx)
	work.Pending = slices.DeleteFunc(work.Pending, func(it worktypes.Item) bool { return it.Kind == kind })
	return work
}

// twice returns the work of a fixture with another item of a kind, due at the maximum time.
func twice(f *fixture, kind string) *worktypes.GenesisState {
	work := f.work.Export(f.ctx)
	again := work.Pending[slices.IndexFunc(work.Pending, func(it worktypes.Item) bool { return it.Kind == kind })]
	again.DueAt = types.MaxTime
	work.Pending = append(work.Pending, again)
	return work
}

// Each invariant finds its kind of damage. The market has a lifeline, orders on both sides, an automatic renewal and households that were
// not settled since the last inflow.
func TestInvariantsFindDamage(t *testing.T) {
	ledger := func(g *types.GenesisState) *types.Ledger { return &g.Areas[0].Ledger }
	tests := []struct {
		name   string
		change func(*types.GenesisState)
		row    func(*state.Holding) // of the first account
		work   func(*fixture) *worktypes.GenesisState

		want string
	}{
		{
			name:   "water that is in no token",
			change: func(g *types.GenesisState) { ledger(g).StockLitres++ },
			want:   sumsToSupply,
		},
		{
			name:   "a deficit without tokens",
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
				g.Areas[0].Purse.Prepaid, g.Areas[0].Purse.Refunds = types.MaxMoney, types.MaxMoney
			},
			want: moneyIsThere,
		},
		{
			name:   "prepaid money without an account",
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
			name:   "an overdraft that is not in the sum of the area",
			change: func(g *types.GenesisState) { g.Accounts[2].Holding.OverdraftLitres++ },
			want:   households,
		},
		{
			name:   "a claim to earlier allotments",
			change: func(g *types.GenesisState) { g.Accounts[1].Holding.WaterLast-- },
			want:   households,
		},
		{
			name:   "litres per person that are owed to no household",
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
			name:   "a subscriber who is not counted",
			change: func(g *types.GenesisState) { g.Periods[0].Persons-- },
			want:   subscribers,
		},
		{
			name:   "an index with too many persons",
			change: func(g *types.GenesisState) { ledger(g).Water.Persons++ },
			want:   subscribers,
		},
		{
			name: "a fee that is not in the pot of a period to come",
			change: func(g *types.GenesisState) {
				i := slices.IndexFunc(g.Periods, func(p types.Period) bool { return p.Number == 2 })
				g.Periods[i].Pot++
			},
			want: subscribers,
		},
		{
			name:   "a lifeline for too many persons",
			change: func(g *types.GenesisState) { ledger(g).Lifeline.Persons++ },
			want:   households,
		},
		{
			name:   "money that is given back twice",
			change: func(g *types.GenesisState) { ledger(g).RefundPerPerson++ },
			want:   households,
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
			name:   "a valve without an account",
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
			change: func(g *types.GenesisState) { g.Areas[0].Market.Orders++ },
			want:   books,
		},
		{
			name:   "a level with litres of no order",
			change: func(g *types.GenesisState) { g.Levels[0].Litres++ },
			want:   books,
		},
		{
			name:   "an order with a place beyond its level",
			change: func(g *types.GenesisState) { g.Orders[0].BeforeLitres++ },
			want:   books,
		},
		{
			name:   "an order without a level",
			change: func(g *types.GenesisState) { g.Orders[0].Price++ },
			want:   books,
		},
		{
			name:   "an order of an auction that is not kept",
			change: func(g *types.GenesisState) { g.Areas[0].Market.Auctions++ },
			want:   books,
		},
		{
			name: "an account without the flag of its order",
			row:  func(h *state.Holding) { h.Sells = false },
			want: books,
		},
		{
			name:   "an account that is settled beyond the index",
			change: func(g *types.GenesisState) { g.Accounts[1].Holding.WaterLast = ^uint64(0) },
			want:   settling,
		},
		{
			name: "an area without a next period",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "start") },
			want: workIsThere,
		},
		{
			name: "a period that starts twice",
			work: func(f *fixture) *worktypes.GenesisState { return twice(f, "start") },
			want: workIsThere,
		},
		{
			name: "an enrolment that never opens",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "open") },
			want: workIsThere,
		},
		{
			name: "a day without lifeline",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "tick") },
			want: workIsThere,
		},
		{
			name: "a book that is never cleared",
			work: func(f *fixture) *worktypes.GenesisState { return without(f, "auction") },
			want: workIsThere,
		},
		{
			name: "an auction that is held twice",
			work: func(f *fixture) *worktypes.GenesisState { return twice(f, "auction") },
			want: workIsThere,
		},
		{
			name:   "an auction without its time",
			change: func(g *types.GenesisState) { g.Areas[0].Market.AuctionAt = 0 },
			want:   workIsThere,
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
				require.ErrorIs(t, err, invariant.ErrBroken)
			}

			if tc.row != nil {
				h, err := damaged.keeper.Holdings.Get(damaged.ctx, 1, 0)
				require.NoError(t, err)
				tc.row(&h)
				require.NoError(t, damaged.keeper.Holdings.Set(damaged.ctx, 1, 0, h))
			}

			var found []string
			before := damaged.state()
			for _, i := range damaged.keeper.Invariants() {
				if err := i.Check(damaged.ctx); err != nil {
					require.ErrorIs(t, err, invariant.ErrBroken)
					found = append(found, i.Name)
				}
			}
			require.Contains(t, found, tc.want)
			require.Equal(t, before, damaged.state(), "a check changes nothing")
		})
	}
	for _, i := range newFixture(t).keeper.Invariants() {
		require.True(t, seen[i.Name], "no test breaks %q", i.Name)
	}
}

// traded returns a market with pending work of every kind.
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
	f.setPolicy(area, "carol", types.Policy{AutoRenew: true, MaxFeePerPerson: 1})
	f.pass(start(1) + hour)
	f.send(f.produced(area, 1, 403))
	require.Equal(t, types.PERIOD_STATUS_PLANNED, f.periodOf(area, 2).Status, "the next enrolment has not opened, and carol has paid")
	return f
}
