package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/types"
)

// A missing record has an error of its own.
func TestQueriesRefuse(t *testing.T) {
	f, area := market(t, nil)
	q := f.queries
	tests := []struct {
		name string
		got  error

		wantErr error
	}{
		{name: "an area", got: second(q.Area(f.ctx, &types.QueryAreaRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
		{name: "no area", got: second(q.Area(f.ctx, &types.QueryAreaRequest{})), wantErr: types.ErrAreaNotFound},
		{name: "a source of no area", got: second(q.Source(f.ctx, &types.QuerySourceRequest{Area: 9, Source: 1})), wantErr: types.ErrAreaNotFound},
		{name: "a source", got: second(q.Source(f.ctx, &types.QuerySourceRequest{Area: area, Source: 2})), wantErr: types.ErrSourceNotFound},
		{name: "sources of no area", got: second(q.Sources(f.ctx, &types.QuerySourcesRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
		{name: "a period of no area", got: second(q.Period(f.ctx, &types.QueryPeriodRequest{Area: 9, Period: 1})), wantErr: types.ErrAreaNotFound},
		{name: "a period", got: second(q.Period(f.ctx, &types.QueryPeriodRequest{Area: area, Period: 2})), wantErr: types.ErrPeriodNotFound},
		{name: "periods of no area", got: second(q.Periods(f.ctx, &types.QueryPeriodsRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
		{name: "an owner that is no address", got: second(q.Account(f.ctx, &types.QueryAccountRequest{Area: area, Owner: "x"})), wantErr: sdkerrors.ErrInvalidAddress},
		{name: "an account of no area", got: second(q.Account(f.ctx, &types.QueryAccountRequest{Area: 9, Owner: account("alice")})), wantErr: types.ErrAreaNotFound},
		{name: "an account", got: second(q.Account(f.ctx, &types.QueryAccountRequest{Area: area, Owner: account("eve")})), wantErr: types.ErrAccountNotFound},
		{name: "accounts of no area", got: second(q.Accounts(f.ctx, &types.QueryAccountsRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
		{name: "accounts of no address", got: second(q.AccountsByOwner(f.ctx, &types.QueryAccountsByOwnerRequest{Owner: "x"})), wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a valve of a source", got: second(q.Valve(f.ctx, &types.QueryValveRequest{Meter: f.sourceOf(area, 1).Meter})), wantErr: types.ErrValveNotFound},
		{name: "a valve", got: second(q.Valve(f.ctx, &types.QueryValveRequest{Meter: 99})), wantErr: types.ErrValveNotFound},
		{name: "a book of no area", got: second(q.OrderBook(f.ctx, &types.QueryOrderBookRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
		{name: "orders of no address", got: second(q.Orders(f.ctx, &types.QueryOrdersRequest{Owner: "x"})), wantErr: sdkerrors.ErrInvalidAddress},
		{name: "an auction of no area", got: second(q.Auction(f.ctx, &types.QueryAuctionRequest{Area: 9, Auction: 1})), wantErr: types.ErrAreaNotFound},
		{name: "an auction", got: second(q.Auction(f.ctx, &types.QueryAuctionRequest{Area: area, Auction: 1})), wantErr: types.ErrAuctionNotFound},
		{name: "auctions of no area", got: second(q.Auctions(f.ctx, &types.QueryAuctionsRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
		{name: "payables of no area", got: second(q.Payables(f.ctx, &types.QueryPayablesRequest{Area: 9})), wantErr: types.ErrAreaNotFound},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) { require.ErrorIs(t, tc.got, tc.wantErr) })
	}
}

func TestQueryParams(t *testing.T) {
	f := newFixture(t)
	resp, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), resp.Params)
}

// area returns the answer of the query.
func (f *fixture) area(id uint64) *types.QueryAreaResponse {
	f.t.Helper()
	resp, err := f.queries.Area(f.ctx, &types.QueryAreaRequest{Area: id})
	require.NoError(f.t, err)
	return resp
}

// A query of an area returns its stock, its deficit, the mints of today and the next dates.
func TestQueryArea(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.LifelineLitresPerPersonDay, msg.LifelineReserveDays = 5, 7
	area := f.create(msg)
	source := f.source(area, "producer", 8_000, 2)
	f.household(area, "alice", 2)
	f.subscribe(area, "alice")
	require.Nil(t, f.area(area).Enrolling)
	f.pass(start(1) - enrolment)
	a := f.area(area)
	require.Nil(t, a.Running)
	require.Equal(t, uint64(2), a.Enrolling.Persons)
	require.Equal(t, []int64{start(2) - enrolment, start(1), noon + enrolment + day/2}, []int64{a.NextEnrolmentAt, a.NextStartAt, a.NextAuctionAt})
	require.Equal(t, []uint64{0, 0, 0, 100}, []uint64{a.FilledPpm, a.MintedTodayLitres, a.LifelineDaysLeft, a.ReferencePrice}, "the base price")

	f.pass(start(1))
	f.at(start(1) + hour)
	f.send(f.produced(area, source, 2_001))
	a = f.area(area)
	require.Equal(t, uint64(2_001), a.Running.MintedLitres, "of a period that runs it is as of now")
	require.Equal(t, uint64(2_001-70)/2, a.Ledger.Water.LitresPerPerson)
	require.Equal(t, []uint64{5, 1_000_000}, []uint64{a.GuaranteedLitresPerPerson, a.AllocationPpm})
	require.Nil(t, a.Enrolling)
	require.Equal(t, []uint64{250_125, 2_001, 7, 100}, []uint64{a.FilledPpm, a.MintedTodayLitres, a.LifelineDaysLeft, a.ReferencePrice})
	require.Equal(t, []int64{start(2) - enrolment, start(2), midnight}, []int64{a.NextEnrolmentAt, a.NextStartAt, a.NextAuctionAt})
	p, err := f.queries.Period(f.ctx, &types.QueryPeriodRequest{Area: area, Period: 1})
	require.NoError(t, err)
	require.Equal(t, *a.Running, p.Period)

	f.place(area, "alice", sell, 9, 1)
	f.pass(start(1) + day)
	a = f.area(area)
	require.Equal(t, []uint64{0, 6}, []uint64{a.MintedTodayLitres, a.LifelineDaysLeft}, "a new day, and a lifeline less")
	require.Equal(t, uint64(200), a.ReferencePrice, "399, but at most twice as much at one auction")

	f.closeArea(area)
	a = f.area(area)
	require.Equal(t, []int64{0, 0}, []int64{a.NextEnrolmentAt, a.NextStartAt}, "never again")
}

// A query of a source returns its payable, its expected pay and when.
func TestQuerySource(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	first := f.source(area, "producer", 1_000, 3)
	f.household(area, "alice", 4)
	f.subscribe(area, "alice")
	source := func(id uint64) [3]int64 {
		resp, err := f.queries.Source(f.ctx, &types.QuerySourceRequest{Area: area, Source: id})
		require.NoError(t, err)
		require.Equal(t, f.sourceOf(area, id), resp.Source)
		return [3]int64{int64(resp.Payable), int64(resp.Expected), resp.ExpectedAt}
	}
	require.Equal(t, [3]int64{}, source(first), "no period runs")
	f.pass(start(1))
	second := f.source(area, "producer", 1_000, 9)
	require.Equal(t, [3]int64{}, source(first), "nothing was minted yet")
	f.send(f.produced(area, first, 10))
	require.Equal(t, [3]int64{0, 3, start(2)}, source(first))
	require.Equal(t, [3]int64{}, source(second), "it came when the period ran")
	f.propose(area)
	require.Equal(t, [3]int64{}, source(3), "it is only proposed")

	f.pass(start(2))
	require.Equal(t, [3]int64{3, 0, 0}, source(first))
	f.closeArea(area)
	f.pass(start(3))
	f.pass(start(4))
	require.Equal(t, [3]int64{3, 0, 0}, source(first), "in the endless period no producer is paid")
}

// The answer explains the state of the valve and what opens it.
func TestTheValveIsExplained(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgApproveMeter)
		drew   uint64
		then   func(f *fixture, area uint64)

		wantState types.ValveState
		want      []string
	}{
		{
			name: "open", drew: 100, wantState: types.VALVE_STATE_OPEN,
			want: []string{
				"The valve is open: 900 litres may be drawn, 0 of them lifeline, 90.00 days at own use.",
				"It takes part in period 1 with 1 person.", "Period 2 can be subscribed to for 1ueur until 2026-02-10T12:00:00Z.",
			},
		},
		{
			name: "closed because nothing is left", drew: 1_000, wantState: types.VALVE_STATE_CLOSED,
			want: []string{"The valve is closed: no litre is left.", "It opens with the next allotment or purchase."},
		},
		{
			name: "closed because more was drawn", drew: 1_040, wantState: types.VALVE_STATE_CLOSED,
			want: []string{"no litre is left, and 40 litres more were drawn than there were.", "the next allotment or purchase above the overdraft"},
		},
		{
			name: "restricted", drew: 1_000, wantState: types.VALVE_STATE_RESTRICTED,
			then: func(f *fixture, area uint64) {
				msg := update()
				msg.Area, msg.LifelineLitresPerPersonDay, msg.Issuer = area, 4, ""
				require.NoError(f.t, second(f.msgs.UpdateArea(f.ctx, &msg)))
				f.pass(start(2))
				f.settle(area, "alice")
			},
			want: []string{
				"The valve is restricted: no litre is left.", "and with the next lifeline at 2026-02-11T12:00:00Z as far as the reserve goes.",
				"Each person is sure of 0 litres at the next lifeline.",
			},
		},
		{
			name: "closed although water has come", drew: 1_000, wantState: types.VALVE_STATE_CLOSED,
			then: func(f *fixture, area uint64) { f.send(f.produced(area, 1, 80)) },
			want: []string{"20 litres have come since: the next reading or MsgSettleAccount opens it."},
		},
		{
			name: "closed because the limit is used up", drew: 50, wantState: types.VALVE_STATE_CLOSED,
			change: func(m *types.MsgApproveMeter) { m.LimitLitres = 50 },
			want:   []string{"the 50 litres that the owner consented to are drawn, 50 in all. MsgApproveMeter for meter 2 opens it."},
		},
		{
			name: "closed because the consent has ended", wantState: types.VALVE_STATE_CLOSED,
			change: func(m *types.MsgApproveMeter) { m.Until = start(1) + hour },
			then: func(f *fixture, area uint64) {
				f.at(start(1) + hour)
				f.settle(area, "alice")
			},
			want: []string{"the owner's consent ended at 2026-01-11T13:00:00Z. MsgApproveMeter for meter 2 opens it."},
		},
		{
			name: "closed because it moves out", wantState: types.VALVE_STATE_CLOSED,
			then: func(f *fixture, area uint64) {
				require.NoError(f.t, second(f.msgs.CloseAccount(f.ctx, &types.MsgCloseAccount{Owner: account("alice"), Area: area})))
			},
			want: []string{"the owner announced at 2026-01-11T12:00:00Z to move out. After the next reading MsgCloseAccount ends the account"},
		},
		{
			name: "closed because the stock keeps what lifelines promise", wantState: types.VALVE_STATE_CLOSED,
			then: func(f *fixture, area uint64) {
				f.lose(area, 1, 4_000)
				f.settle(area, "alice")
			},
			want: []string{"The valve is closed: the stock holds no more than reserve and lifelines.", "0.0 % of tokens may be drawn now."},
		},
		{
			name: "moved out",
			then: func(f *fixture, area uint64) { f.moveOut(area, "alice") },
			want: []string{"The household moved out at 2026-01-11T12:00:00Z."},
		},
		{
			name: "between two periods that it has paid for", wantState: types.VALVE_STATE_OPEN,
			then: func(f *fixture, area uint64) {
				f.pass(start(2) - enrolment)
				f.subscribe(area, "alice")
			},
			want: []string{"It has subscribed through period 2."},
		},
		{
			name: "in a period that it has not paid for", wantState: types.VALVE_STATE_OPEN,
			then: func(f *fixture, _ uint64) {
				f.pass(start(2))
				f.pass(start(3) - enrolment)
			},
			want: []string{
				"It takes no part in period 2: it has its lifeline and can buy.", "Period 3 can be subscribed to for 1ueur until 2026-03-12T12:00:00Z.",
			},
		},
		{
			name: "in a closed area", wantState: types.VALVE_STATE_OPEN,
			then: func(f *fixture, area uint64) { f.closeArea(area) },
			want: []string{"The area is closed."},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			if tc.change != nil {
				msg := types.MsgApproveMeter{Owner: account("alice"), Area: area, Meter: f.accountOf(area, 0).Meter}
				tc.change(&msg)
				require.NoError(t, second(f.msgs.ApproveMeter(f.ctx, &msg)))
			}
			if tc.drew > 0 {
				f.send(f.drew(area, 0, tc.drew))
			}
			if tc.then != nil {
				tc.then(f, area)
			}
			before := f.state()
			resp, err := f.queries.Account(f.ctx, &types.QueryAccountRequest{Area: area, Owner: account("alice")})
			require.NoError(t, err)
			require.Equal(t, before, f.state(), "a query changes nothing")
			for _, words := range tc.want {
				require.Contains(t, resp.Explanation, words)
			}
			require.Equal(t, "ueur", resp.PaymentDenom)
			if tc.wantState == types.VALVE_STATE_UNSPECIFIED {
				require.Nil(t, resp.Valve)
				return
			}
			require.Equal(t, tc.wantState, resp.Valve.State)
			v, err := f.queries.Valve(f.ctx, &types.QueryValveRequest{Meter: resp.Household.Account.Meter})
			require.NoError(t, err)
			require.Equal(t, *resp.Valve, v.Valve)
		})
	}
}

// A household sees its litres in days of own use, and the fee of the next period.
func TestQueryAccount(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 100)) // in ten days
	f.send(f.produced(area, 1, 400))
	show := func() *types.QueryAccountResponse {
		resp, err := f.queries.Account(f.ctx, &types.QueryAccountRequest{Area: area, Owner: account("alice")})
		require.NoError(t, err)
		return resp
	}
	resp := show()
	require.Equal(t, uint64(900), f.balance(area, "alice"), "as it is stored")
	a := resp.Household
	require.Equal(t, []uint64{1_000, 1_000, 10_000, 2_500, 10_000}, []uint64{
		a.BalanceLitres, a.LitresLeft, a.DaysLeftCenti, a.CapLitres, a.Holding.DailyUseMl,
	})
	require.Equal(t, []int64{1, 2, start(2)}, []int64{int64(resp.Fee), int64(resp.NextPeriod), resp.NextPeriodStartsAt})

	f.pass(start(2) - enrolment)
	f.attest(f.accountOf(area, 0).Meter, 3, 0)
	resp = show()
	require.Equal(t, uint64(1), resp.Fee, "of the persons that are counted")
	f.settle(area, "alice")
	require.Equal(t, uint64(3), show().Fee)
	f.closeArea(area)
	require.Zero(t, show().NextPeriod)
}

func TestQueryAuction(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 300, 60)
	f.pass(midnight)
	resp, err := f.queries.Auction(f.ctx, &types.QueryAuctionRequest{Area: area, Auction: 1})
	require.NoError(t, err)
	require.Equal(t, f.auctionOf(area, 1), resp.Auction)
	require.Equal(t, []uint64{200, 60, 60, 100}, []uint64{
		resp.Auction.Price, resp.Auction.VolumeLitres, resp.Auction.DemandLitres, resp.Auction.SupplyLitres,
	})
}
