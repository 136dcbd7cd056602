package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

func terms() types.Terms {
	return types.Terms{
		FeePerPerson: 1, LifelineLitresPerPersonDay: 50, LifelineDaysCap: 3, LifelineReserveDays: 7, ValvePolicy: types.VALVE_POLICY_CLOSE,
		AuctionSeconds: 86_400, ReserveDays: 7, BasePrice: 2,
	}
}

func area(id uint64) types.AreaState {
	return types.AreaState{
		Area: types.Area{
			Id: id, Admin: "mayor", Name: "Valley", Denom: types.Denom(id), PaymentDenom: "ueur", CreatedAt: 1_000,
			PeriodSeconds: 2_592_000, EnrolmentSeconds: 604_800, Terms: terms(), Announced: terms(), Status: types.AREA_STATUS_ACTIVE,
		},
		Ledger: types.Ledger{Area: id, CapacityLitres: 1_000, Period: 2},
		Purse:  types.Purse{Area: id},
		Counters: types.Counters{
			Area: id, Accounts: 2, Sources: 2, OpenSources: 1, Periods: 3,
		},
		Market: types.Market{Area: id, Auctions: 4, ReferencePrice: 2, Orders: 1, Forgotten: 2},
	}
}

func period(area, number uint64, status types.PeriodStatus) types.Period {
	p := types.Period{Area: area, Number: number, Status: status}
	if status != types.PERIOD_STATUS_PLANNED {
		p.Terms = terms()
	}
	return p
}

// genesis is a valid state with something in every list.
func genesis() *types.GenesisState {
	second := area(2)
	second.Ledger.Period = 1
	second.Counters, second.Market = types.Counters{Area: 2, Periods: 1}, types.Market{Area: 2, ReferencePrice: 1}
	return &types.GenesisState{
		Params: types.DefaultParams(), NextArea: 3, Areas: []types.AreaState{area(1), second},
		Sources: []types.Source{
			{Area: 1, Id: 1, Meter: 7, Producer: "works", Class: types.SOURCE_CLASS_FIRM, CapacityLitres: 9, Status: types.SOURCE_STATUS_ACTIVE},
			{Area: 1, Id: 2, Class: types.SOURCE_CLASS_DROUGHT_SENSITIVE, CapacityLitres: 9, Status: types.SOURCE_STATUS_CLOSED},
		},
		Periods: []types.Period{
			period(1, 1, types.PERIOD_STATUS_FINISHED), period(1, 2, types.PERIOD_STATUS_RUNNING),
			period(1, 3, types.PERIOD_STATUS_ENROLLING), period(1, 5, types.PERIOD_STATUS_PLANNED), period(2, 1, types.PERIOD_STATUS_RUNNING),
		},
		Accounts: []types.AccountState{
			{
				Account: types.Account{Area: 1, Owner: "alice", Meter: 3, Policy: types.Policy{BuyBelowLitres: 1, MaxPrice: 1}},
				Holding: types.Holding{
					Persons: 2, Subscription: types.Subscription{FirstPeriod: 2, LastPeriod: 2, Persons: 2}, Begun: true,
					NextSubscription: types.Subscription{FirstPeriod: 3, LastPeriod: 5, Persons: 2},
				},
			},
			{Account: types.Account{Area: 1, Slot: 1, Owner: "bob", ClosedAt: 9}},
		},
		Valves: []types.Valve{
			{Meter: 3, State: types.VALVE_STATE_OPEN, LitresLeft: 5},
			{Meter: 4, State: types.VALVE_STATE_CLOSED, Reason: types.VALVE_REASON_EMPTY},
		},
		Orders: []types.Order{
			{Area: 1, Side: types.ORDER_SIDE_BUY, Owner: "alice", Price: 2, Litres: 3, Auction: 5},
			{Area: 1, Side: types.ORDER_SIDE_SELL, Slot: 1, Owner: "bob", Price: 2, Litres: 3, Auction: 4},
		},
		Auctions: []types.Auction{
			{Area: 1, Number: 3, ReferencePrice: 2, Orders: 1},
			{
				Area: 1, Number: 4, Price: 2, VolumeLitres: 1, DemandLitres: 1, SupplyLitres: 3, ReferencePrice: 2,
				Orders: 2, UnsettledOrders: 1,
			},
		},
		Levels: []types.Level{
			{Area: 1, Auction: 4, Side: types.ORDER_SIDE_SELL, Price: 2, Litres: 3},
			{Area: 1, Auction: 5, Side: types.ORDER_SIDE_BUY, Price: 2, Litres: 3},
		},
		Payables: []types.Payable{{Area: 1, Producer: "works", Amount: 5}, {Area: 2, Producer: "works", Amount: 5}},
	}
}

func TestGenesis(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)

		wantErr string
	}{
		{name: "the valid state", change: func(*types.GenesisState) {}},
		{name: "the state of a new chain", change: func(g *types.GenesisState) { *g = *types.DefaultGenesis() }},
		{name: "no next number", change: func(g *types.GenesisState) { g.NextArea = 0 }, wantErr: "next_area: expected at least 1, got 0"},
		{
			name: "a number that will be given again", change: func(g *types.GenesisState) { g.NextArea = 2 },
			wantErr: "areas, entry 1: id: expected 1 to 1, got 2",
		},
		{
			name: "an area twice", change: func(g *types.GenesisState) { g.Areas[1] = g.Areas[0] },
			wantErr: "areas: expected ascending order and no entry twice, got entry 1 out of order",
		},
		{
			name: "an area without an admin", change: func(g *types.GenesisState) { g.Areas[0].Area.Admin = "" },
			wantErr: "admin: expected an address, got none",
		},
		{
			name: "an area with another's token", change: func(g *types.GenesisState) { g.Areas[0].Area.Denom = "hbt/2" },
			wantErr: `denom: expected "hbt/1", got "hbt/2"`,
		},
		{
			name: "an area that is paid in water", change: func(g *types.GenesisState) { g.Areas[0].Area.PaymentDenom = "hbt/2" },
			wantErr: "payment_denom: expected a denom that can be sent",
		},
		{
			name: "an area before time began", change: func(g *types.GenesisState) { g.Areas[0].Area.CreatedAt = -1 },
			wantErr: "created_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "an area without periods", change: func(g *types.GenesisState) { g.Areas[0].Area.PeriodSeconds = 0 },
			wantErr: "period_seconds: expected 60 to 31536000, got 0",
		},
		{
			name: "an area without a status", change: func(g *types.GenesisState) { g.Areas[0].Area.Status = 0 },
			wantErr: "status: expected 1 to 2, got 0",
		},
		{
			name: "an area without a name", change: func(g *types.GenesisState) { g.Areas[0].Area.Name = "" },
			wantErr: "name: expected 1 to 64 bytes, got 0",
		},
		{
			name: "the ledger of another area", change: func(g *types.GenesisState) { g.Areas[0].Ledger.Area = 2 },
			wantErr: "ledger: area: expected 1 to 1, got 2",
		},
		{
			name: "the purse of another area", change: func(g *types.GenesisState) { g.Areas[0].Purse.Area = 2 },
			wantErr: "purse: area: expected 1 to 1, got 2",
		},
		{
			name: "more slots than there can be", change: func(g *types.GenesisState) { g.Areas[0].Counters.Accounts = 1<<21 + 1 },
			wantErr: "accounts: expected 0 to 2097152, got 2097153",
		},
		{
			name: "more open sources than sources", change: func(g *types.GenesisState) { g.Areas[0].Counters.OpenSources = 3 },
			wantErr: "open_sources: expected 0 to 2, got 3",
		},
		{
			name: "a period that has not been opened runs", change: func(g *types.GenesisState) { g.Areas[0].Ledger.Period = 4 },
			wantErr: "period: expected 0 to 3, got 4",
		},
		{
			name: "more money than fits", change: func(g *types.GenesisState) { g.Areas[0].Purse.Pots = 1 << 62 },
			wantErr: "pots: expected 0 to 4611686018427387903",
		},
		{
			name: "an auction after time ended", change: func(g *types.GenesisState) { g.Areas[0].Market.AuctionAt = 1 << 60 },
			wantErr: "auction_at: expected 0 to 253402300799",
		},
		{
			name: "a source of an unknown area", change: func(g *types.GenesisState) { g.Sources[0].Area = 9 },
			wantErr: "sources, entry 0: expected the number of an area, got 9",
		},
		{
			name: "a source that was not proposed", change: func(g *types.GenesisState) { g.Sources[1].Id = 3 },
			wantErr: "sources, entry 1: id: expected 1 to 2, got 3",
		},
		{
			name: "a source of no class", change: func(g *types.GenesisState) { g.Sources[0].Class = 0 },
			wantErr: "class: expected 1 to 2, got 0",
		},
		{
			name: "a source without room", change: func(g *types.GenesisState) { g.Sources[0].CapacityLitres = 0 },
			wantErr: "capacity_litres: expected 1 to 1125899906842624, got 0",
		},
		{
			name: "a source paid too much", change: func(g *types.GenesisState) { g.Sources[0].Remuneration = 1 << 41 },
			wantErr: "remuneration: expected 0 to 1099511627776",
		},
		{
			name: "a closed source with a meter", change: func(g *types.GenesisState) { g.Sources[1].Meter = 7 },
			wantErr: "meter: expected none if and only if ended or closed, got 7 with SOURCE_STATUS_CLOSED",
		},
		{
			name: "a source without a producer", change: func(g *types.GenesisState) { g.Sources[0].Producer = "" },
			wantErr: "producer: expected an address, got none",
		},
		{
			name: "a period that was not opened", change: func(g *types.GenesisState) { g.Periods[2].Number = 4 },
			wantErr: "periods, entry 2: number: expected 1 to 3, got 4",
		},
		{
			name: "two periods that run", change: func(g *types.GenesisState) { g.Periods[2].Status = types.PERIOD_STATUS_RUNNING },
			wantErr: "area 1: expected period 3 to run if and only if it is that of the ledger, got PERIOD_STATUS_RUNNING",
		},
		{
			name: "a period that does not run", change: func(g *types.GenesisState) { g.Periods[1].Status = types.PERIOD_STATUS_FINISHED },
			wantErr: "area 1: expected period 2 to run if and only if it is that of the ledger, got PERIOD_STATUS_FINISHED",
		},
		{
			name: "a period without a status", change: func(g *types.GenesisState) { g.Periods[0].Status = 0 },
			wantErr: "status: expected 1 to 4, got 0",
		},
		{
			name: "a period that ends before time began", change: func(g *types.GenesisState) { g.Periods[0].EndsAt = -1 },
			wantErr: "ends_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "a fee too high", change: func(g *types.GenesisState) { g.Periods[0].Terms.FeePerPerson = 1 << 41 },
			wantErr: "fee_per_person: expected 0 to 1099511627776",
		},
		{
			name: "a slot without an account", change: func(g *types.GenesisState) { g.Accounts = g.Accounts[:1] },
			wantErr: "accounts: expected all 2 that have been numbered, got 1",
		},
		{
			name: "a period that is lost", change: func(g *types.GenesisState) { g.Periods = g.Periods[1:] },
			wantErr: "periods: expected all 4 that have been numbered, got 3",
		},
		{
			name: "a source that is lost", change: func(g *types.GenesisState) { g.Sources = g.Sources[:1] },
			wantErr: "sources: expected all 2 that have been numbered, got 1",
		},
		{
			name: "a planned period that has been opened", change: func(g *types.GenesisState) { g.Periods[2].Status = types.PERIOD_STATUS_PLANNED },
			wantErr: "periods: expected all 4 that have been numbered, got 3",
		},
		{
			name: "a period opened too early", change: func(g *types.GenesisState) { g.Periods[3].Status = types.PERIOD_STATUS_ENROLLING },
			wantErr: "periods: expected all 4 that have been numbered, got 5",
		},
		{
			name: "terms out of bounds", change: func(g *types.GenesisState) { g.Areas[0].Area.Announced.LifelineDaysCap = 0 },
			wantErr: "lifeline_days_cap: expected 1 to 366, got 0",
		},
		{
			name: "a source that lost more than it stored", change: func(g *types.GenesisState) { g.Sources[0].LostLitres = 1 },
			wantErr: "lost_litres: expected 0 to 0, got 1",
		},
		{
			name: "an order of another owner", change: func(g *types.GenesisState) { g.Orders[1].Owner = "alice" },
			wantErr: `owner: expected that of slot 1, "bob", got "alice"`,
		},
		{
			name: "an account in a slot that was not given", change: func(g *types.GenesisState) { g.Accounts[1].Account.Slot = 5 },
			wantErr: "accounts, entry 1: area 1: expected a slot below 2, got 5",
		},
		{
			name: "an account without an owner", change: func(g *types.GenesisState) { g.Accounts[0].Account.Owner = "" },
			wantErr: "owner: expected an address, got none",
		},
		{
			name: "an account opened before time began", change: func(g *types.GenesisState) { g.Accounts[0].Account.OpenedAt = -1 },
			wantErr: "opened_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "a closed account with a meter", change: func(g *types.GenesisState) { g.Accounts[1].Account.Meter = 4 },
			wantErr: "meter: expected one if and only if the account is open, got 4",
		},
		{
			name: "a policy beyond its bounds", change: func(g *types.GenesisState) { g.Accounts[0].Account.Policy.SellAboveDays = 367 },
			wantErr: "sell_above_days: expected 0 to 366, got 367",
		},
		{
			name: "a crowd behind a meter", change: func(g *types.GenesisState) { g.Accounts[0].Holding.Persons = 21 },
			wantErr: "persons: expected 0 to 20, got 21",
		},
		{
			name: "a subscription without persons", change: func(g *types.GenesisState) { g.Accounts[0].Holding.Subscription.Persons = 0 },
			wantErr: "subscription: persons: expected 1 to 20, got 0",
		},
		{
			name: "persons without a period", change: func(g *types.GenesisState) { g.Accounts[1].Holding.NextSubscription.Persons = 1 },
			wantErr: "next_subscription: expected nothing without a last period",
		},
		{
			name: "a subscription that ends before it begins", change: func(g *types.GenesisState) { g.Accounts[0].Holding.Subscription.FirstPeriod = 3 },
			wantErr: "subscription: first_period: expected 1 to 2, got 3",
		},
		{
			name: "a subscription to an earlier period", change: func(g *types.GenesisState) { g.Accounts[0].Holding.NextSubscription.FirstPeriod = 2 },
			wantErr: "next_subscription: expected one after period 2, got one from period 2 on",
		},
		{
			name: "a beginning of nothing", change: func(g *types.GenesisState) { g.Accounts[1].Holding.Begun = true },
			wantErr: "begun: expected a subscription that has begun, got none",
		},
		{
			name: "an overdraft too large", change: func(g *types.GenesisState) { g.Accounts[0].Holding.OverdraftLitres = 1 << 40 },
			wantErr: "overdraft_litres: expected 0 to 1099511627775, got 1099511627776",
		},
		{
			name: "a valve of no meter", change: func(g *types.GenesisState) { g.Valves[0].Meter = 0 },
			wantErr: "valves, entry 0: meter: expected at least 1, got 0",
		},
		{
			name: "a valve without a state", change: func(g *types.GenesisState) { g.Valves[0].State = 0 },
			wantErr: "state: expected 1 to 3, got 0",
		},
		{
			name: "a valve that is closed for no reason", change: func(g *types.GenesisState) { g.Valves[1].Reason = 0 },
			wantErr: "reason: expected none if and only if open, got VALVE_REASON_UNSPECIFIED with VALVE_STATE_CLOSED",
		},
		{
			name: "an order without an owner", change: func(g *types.GenesisState) { g.Orders[0].Owner = "" },
			wantErr: "owner: expected an address, got none",
		},
		{
			name: "an order of no side", change: func(g *types.GenesisState) { g.Orders[0].Side = 0 },
			wantErr: "side: expected 1 to 2, got 0",
		},
		{
			name: "an order of an auction to come", change: func(g *types.GenesisState) { g.Orders[0].Auction = 6 },
			wantErr: "auction: expected 1 to 5, got 6",
		},
		{
			name: "an order after more litres than a side has", change: func(g *types.GenesisState) { g.Orders[0].BeforeLitres = 1<<61 + 1 },
			wantErr: "before_litres: expected 0 to 2305843009213693952, got 2305843009213693953",
		},
		{
			name: "a level of no order", change: func(g *types.GenesisState) { g.Levels[0].Litres = 0 },
			wantErr: "levels, entry 0: litres: expected 1 to 2305843009213693952, got 0",
		},
		{
			name: "a level off the grid", change: func(g *types.GenesisState) { g.Levels[0].Price = 1_001 },
			wantErr: "levels, entry 0: price: expected at most three significant digits, from 1 to 1090000000000, got 1001",
		},
		{
			name: "a level of no side", change: func(g *types.GenesisState) { g.Levels[0].Side = 0 },
			wantErr: "levels, entry 0: side: expected 1 to 2, got 0",
		},
		{
			name: "a level of an auction to come", change: func(g *types.GenesisState) { g.Levels[1].Auction = 6 },
			wantErr: "levels, entry 1: auction: expected 1 to 5, got 6",
		},
		{
			name: "a level in an unknown area", change: func(g *types.GenesisState) { g.Levels[1].Area = 9 },
			wantErr: "levels, entry 1: expected the number of an area, got 9",
		},
		{
			name: "levels out of order", change: func(g *types.GenesisState) { g.Levels[0], g.Levels[1] = g.Levels[1], g.Levels[0] },
			wantErr: "levels: expected ascending order",
		},
		{
			name: "an area without a reference price", change: func(g *types.GenesisState) { g.Areas[0].Market.ReferencePrice = 0 },
			wantErr: "reference_price: expected at most three significant digits, from 1 to 1090000000000, got 0",
		},
		{
			name: "auctions forgotten before they are held", change: func(g *types.GenesisState) { g.Areas[0].Market.Forgotten = 5 },
			wantErr: "forgotten: expected 0 to 4, got 5",
		},
		{
			name: "a market of another area", change: func(g *types.GenesisState) { g.Areas[0].Market.Area = 2 },
			wantErr: "market: area: expected 1 to 1, got 2",
		},
		{
			name: "a trade without a price", change: func(g *types.GenesisState) { g.Auctions[1].Price = 0 },
			wantErr: "volume_litres: expected the lesser of 1 and 3 if and only if there is a price, got 1 with 0",
		},
		{
			name: "a trade of more than was offered", change: func(g *types.GenesisState) { g.Auctions[1].VolumeLitres = 2 },
			wantErr: "volume_litres: expected the lesser of 1 and 3",
		},
		{
			name: "an auction without orders", change: func(g *types.GenesisState) { g.Auctions[0].Orders = 0 },
			wantErr: "orders: expected 1 to 4194304, got 0",
		},
		{
			name: "more unsettled orders than there were", change: func(g *types.GenesisState) { g.Auctions[0].UnsettledOrders = 2 },
			wantErr: "unsettled_orders: expected 0 to 1, got 2",
		},
		{
			name: "an order for nothing", change: func(g *types.GenesisState) { g.Orders[0].Litres = 0 },
			wantErr: "litres: expected 1 to 1099511627775, got 0",
		},
		{
			name: "an order for free", change: func(g *types.GenesisState) { g.Orders[0].Price = 0 },
			wantErr: "price: expected at most three significant digits, from 1 to 1090000000000, got 0",
		},
		{
			name: "an order worth more than fits", change: func(g *types.GenesisState) {
				g.Orders[0].Price, g.Orders[0].Litres = 1_090_000_000_000, types.MaxLitres
			},
			wantErr: "litres: expected at most 4230904 at a price of 1090000000000",
		},
		{
			name: "an order placed before time began", change: func(g *types.GenesisState) { g.Orders[0].PlacedAt = -1 },
			wantErr: "placed_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "orders out of order", change: func(g *types.GenesisState) { g.Orders[0], g.Orders[1] = g.Orders[1], g.Orders[0] },
			wantErr: "orders: expected ascending order and no entry twice, got entry 1 out of order",
		},
		{
			name: "an auction to come", change: func(g *types.GenesisState) { g.Auctions[1].Number = 5 },
			wantErr: "auctions, entry 1: number: expected 1 to 4, got 5",
		},
		{
			name: "an auction held before time began", change: func(g *types.GenesisState) { g.Auctions[0].HeldAt = -1 },
			wantErr: "held_at: expected 0 to 253402300799, got -1",
		},
		{
			name: "nothing to be collected", change: func(g *types.GenesisState) { g.Payables[0].Amount = 0 },
			wantErr: "amount: expected 1 to 4611686018427387903, got 0",
		},
		{
			name: "a payable without a producer", change: func(g *types.GenesisState) { g.Payables[0].Producer = "" },
			wantErr: "producer: expected an address, got none",
		},
		{
			name: "something to be collected nowhere", change: func(g *types.GenesisState) { g.Payables[1].Area = 9 },
			wantErr: "payables, entry 1: expected the number of an area, got 9",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			g := genesis()
			tc.change(g)
			err := g.Validate()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}
