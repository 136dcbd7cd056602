package ledger_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
)

func TestSubscribe(t *testing.T) {
	sub := func(first, last, persons, fee uint64) ledger.Subscription {
		return ledger.Subscription{First: first, Last: last, Persons: persons, Fee: fee}
	}
	tests := []struct {
		name                         string
		account                      ledger.Account
		from, periods, persons, fees uint64

		want    ledger.Account
		wantErr error
	}{
		{name: "to the first period", from: 1, periods: 1, persons: 1, fees: 5, want: ledger.Account{Now: sub(1, 1, 1, 5)}},
		{name: "to two years", from: 4, periods: 24, persons: 1, fees: 5, want: ledger.Account{Now: sub(4, 27, 1, 5)}},
		{
			name: "the same again extends it", account: ledger.Account{Now: sub(3, 4, 2, 5), Begun: true}, from: 4, periods: 2, persons: 2, fees: 5,
			want: ledger.Account{Now: sub(3, 6, 2, 5), Begun: true},
		},
		{
			name: "other persons are another one", account: ledger.Account{Now: sub(3, 4, 2, 5)}, from: 4, periods: 2, persons: 3, fees: 5,
			want: ledger.Account{Now: sub(3, 4, 2, 5), Next: sub(5, 6, 3, 5)},
		},
		{
			name: "another fee too, and it can be extended", account: ledger.Account{Now: sub(3, 4, 2, 5), Next: sub(5, 6, 2, 6)}, from: 4, periods: 1,
			persons: 2, fees: 6, want: ledger.Account{Now: sub(3, 4, 2, 5), Next: sub(5, 7, 2, 6)},
		},
		{
			name: "a third one waits", account: ledger.Account{Now: sub(3, 4, 2, 5), Next: sub(5, 6, 2, 6)}, from: 4, periods: 1,
			persons: 2, fees: 7, wantErr: ledger.ErrSubscribed,
		},
		{
			name: "not further than two years", account: ledger.Account{Now: sub(4, 26, 1, 5)}, from: 4, periods: 2, persons: 1, fees: 5,
			wantErr: ledger.ErrPeriod,
		},
		{name: "to nothing", from: 1, persons: 1, wantErr: ledger.ErrPeriod},
		{name: "from no period", periods: 1, persons: 1, wantErr: ledger.ErrPeriod},
		{name: "without persons", from: 1, periods: 1, wantErr: ledger.ErrPersons},
		{name: "for a crowd", from: 1, periods: 1, persons: 21, wantErr: ledger.ErrPersons},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, s, err := tc.account.Subscribe(tc.from, tc.periods, tc.persons, tc.fees)
			if tc.wantErr != nil {
				require.ErrorIs(t, err, tc.wantErr)
				require.Equal(t, tc.account, got)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			require.Equal(t, got.Through(), s.Last)
			require.Equal(t, tc.periods, s.Last-s.First+1)
		})
	}
}

func TestUnsubscribe(t *testing.T) {
	a := ledger.Account{
		Now: ledger.Subscription{First: 3, Last: 6, Persons: 2, Fee: 5}, Begun: true, Next: ledger.Subscription{First: 7, Last: 9, Persons: 3, Fee: 6},
	}
	got, given := a.Unsubscribe(4)
	require.Equal(t, ledger.Account{Now: ledger.Subscription{First: 3, Last: 4, Persons: 2, Fee: 5}, Begun: true}, got)
	require.Equal(t, [2]ledger.Subscription{{First: 5, Last: 6, Persons: 2, Fee: 5}, {First: 7, Last: 9, Persons: 3, Fee: 6}}, given)
	got, given = a.Unsubscribe(9)
	require.Equal(t, a, got)
	require.Equal(t, [2]ledger.Subscription{}, given)
}

func TestSettle(t *testing.T) {
	terms := ledger.Terms{Lifeline: 10, CapDays: 3, ReserveDays: 7}
	sub := ledger.Subscription{First: 2, Last: 2, Persons: 2}
	now := ledger.Mark{Water: 100, Refund: 7}
	tests := []struct {
		name    string
		account ledger.Account

		want    ledger.Settled
		wantEnd ledger.Account
	}{
		{name: "an account without a meter gets nothing and keeps all", account: ledger.Account{Balance: 900, Lifeline: 90}, wantEnd: ledger.Account{Balance: 900, Lifeline: 90}},
		{
			name: "without a subscription there is the lifeline", account: ledger.Account{Persons: 2},
			want:    ledger.Settled{Lifeline: 40, Spared: 0},
			wantEnd: ledger.Account{Lifeline: 40, Persons: 2, LifelineLast: 20},
		},
		{
			name: "and a cap by all who live there", account: ledger.Account{Persons: 2, LifelineLast: 20, Balance: 300},
			want:    ledger.Settled{Returned: 100},
			wantEnd: ledger.Account{Balance: 200, Persons: 2, LifelineLast: 20},
		},
		{
			name: "a subscriber gets allotment and refund from where it was", account: ledger.Account{Persons: 2, Now: sub, Begun: true, Last: ledger.Mark{Water: 50}},
			want:    ledger.Settled{Water: 100, Lifeline: 40, Refund: 14},
			wantEnd: ledger.Account{Balance: 100, Lifeline: 40, Persons: 2, LifelineLast: 20, Now: sub, Begun: true, Last: now},
		},
		{
			name: "the overdraft is repaid first", account: ledger.Account{Overdraft: 150, Persons: 2, Now: sub, Begun: true},
			want:    ledger.Settled{Water: 200, Lifeline: 40, Repaid: 150, Refund: 14},
			wantEnd: ledger.Account{Balance: 50, Lifeline: 40, Persons: 2, LifelineLast: 20, Now: sub, Begun: true, Last: now},
		},
		{
			name: "the excess over the caps goes back", account: ledger.Account{Balance: 350, Lifeline: 25, Persons: 2, Now: sub, Begun: true},
			want:    ledger.Settled{Water: 200, Lifeline: 40, Returned: 150, Spared: 5, Refund: 14},
			wantEnd: ledger.Account{Balance: 400, Lifeline: 60, Persons: 2, LifelineLast: 20, Now: sub, Begun: true, Last: now},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			l := ledger.Ledger{
				Capacity: 1_000, Stock: 1_000 - int64(tc.account.Overdraft), Supply: 1_000, Overdraft: tc.account.Overdraft,
				Lifeline: tc.account.Lifeline + 40, Unsettled: 200, Period: 2,
				Water: accrual.Index{Acc: 100, Weight: 5}, Residents: accrual.Index{Acc: 20, Weight: 10}, Refund: accrual.Index{Acc: 7},
			}
			next, account, got, err := l.Settle(terms, tc.account)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.wantEnd, account)
			require.Equal(t, l.Supply-got.Repaid, next.Supply)
			require.Equal(t, l.Reserve+got.Spared, next.Reserve)
			require.Equal(t, l.Unsettled-got.Water+got.Returned, next.Unsettled)
			require.Equal(t, accrual.Index{Acc: 100 + got.Returned/5, Weight: 5}, next.Water)
		})
	}
}

// An account that was not looked at for long begins its subscription, ends it, and goes on with the next one: four steps, however many
// periods have passed.
func TestCatchUp(t *testing.T) {
	l := ledger.Ledger{Stock: 1_000, Supply: 1_000, Unsettled: 1_000, Period: 40}
	a := ledger.Account{Now: ledger.Subscription{First: 3, Last: 9, Persons: 2}, Next: ledger.Subscription{First: 10, Last: 33, Persons: 3}}
	for _, step := range []struct {
		period uint64
		at     ledger.Mark
		want   ledger.Settled
	}{
		{period: 3, at: ledger.Mark{Water: 10, Refund: 1}},
		{period: 10, at: ledger.Mark{Water: 15, Refund: 3}, want: ledger.Settled{Water: 10, Refund: 4}},
		{period: 10, at: ledger.Mark{Water: 15, Refund: 3}},
		{period: 34, at: ledger.Mark{Water: 25, Refund: 3}, want: ledger.Settled{Water: 30}},
	} {
		period, behind := l.Behind(a)
		require.True(t, behind)
		require.Equal(t, step.period, period)
		_, _, _, err := l.Settle(ledger.Terms{}, a)
		require.ErrorIs(t, err, ledger.ErrBehind)
		_, _, _, err = l.Leave(a)
		require.ErrorIs(t, err, ledger.ErrBehind)

		var got ledger.Settled
		l, a, got, err = l.CatchUp(a, step.at)
		require.NoError(t, err)
		require.Equal(t, step.want, got)
	}
	require.Equal(t, ledger.Account{Balance: 40}, a)
	_, behind := l.Behind(a)
	require.False(t, behind)
	_, _, _, err := l.CatchUp(a, ledger.Mark{})
	require.ErrorIs(t, err, ledger.ErrPeriod)
}

func TestBrokenAccountsAreRefused(t *testing.T) {
	l := ledger.Ledger{
		Stock: 100, Supply: 100, Unsettled: 50, Lifeline: 9, Escrow: 10, Period: 2,
		Water: accrual.Index{Acc: 30, Weight: 3}, Residents: accrual.Index{Acc: 5, Weight: 3},
	}
	sub := func(persons uint64) ledger.Subscription {
		return ledger.Subscription{First: 1, Last: 5, Persons: persons}
	}
	tests := []struct {
		name    string
		account ledger.Account

		wantErr error
	}{
		{name: "settled ahead", account: ledger.Account{Now: sub(1), Begun: true, Last: ledger.Mark{Water: 31}}, wantErr: accrual.ErrSettledAhead},
		{name: "refunded ahead", account: ledger.Account{Now: sub(1), Begun: true, Last: ledger.Mark{Refund: 1}}, wantErr: accrual.ErrSettledAhead},
		{name: "lifeline settled ahead", account: ledger.Account{Persons: 1, LifelineLast: 6}, wantErr: accrual.ErrSettledAhead},
		{name: "owed more than there is", account: ledger.Account{Now: sub(2), Begun: true}, wantErr: ledger.ErrSum},
		{name: "more lifeline than there is", account: ledger.Account{Persons: 2}, wantErr: ledger.ErrSum},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			same, account, _, err := l.Settle(ledger.Terms{}, tc.account)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, l, same)
			require.Equal(t, tc.account, account)
		})
	}

	_, _, _, err := l.Leave(ledger.Account{Now: sub(4), Begun: true, Last: ledger.Mark{Water: 30}})
	require.ErrorContains(t, err, "expected a weight of at most 3, got 4")
	_, _, err = l.Reside(ledger.Account{}, 21)
	require.ErrorIs(t, err, ledger.ErrPersons)
	_, _, err = l.Start(2, 5)
	require.ErrorIs(t, err, ledger.ErrPeriod)
	_, _, _, err = l.Release(ledger.Account{}, 11)
	require.ErrorIs(t, err, ledger.ErrSum)
	_, _, _, err = l.Deliver(ledger.Account{}, 11)
	require.ErrorIs(t, err, ledger.ErrSum)
	_, _, err = l.Offer(ledger.Account{Balance: 10}, 11)
	require.ErrorIs(t, err, ledger.ErrBalance)
	require.ErrorContains(t, err, "expected at most 10, got 11")
}

// A household that moves out leaves all to the others, and every litre is accounted for.
func TestLeave(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 10, CapDays: 3, ReserveDays: 7})
	area.enlarge(1_000)
	area.join(1, 3)
	area.start()
	area.inflow(680) // 280 of them for the reserve
	area.tick()
	area.subscribe(0, 2, 2)

	d := area.leave(0)
	require.Equal(t, ledger.Departure{Balance: 100, Lifeline: 10, Given: [2]ledger.Subscription{{}, {First: 2, Last: 3, Persons: 2, Fee: 1}}}, d)
	require.Equal(t, ledger.Account{}, area.accounts[0])
	require.Equal(t, uint64(250), area.ledger.Reserve)
	require.Equal(t, []uint64{0, 399}, area.balances(), "100 for 3 persons: one litre is carried")
	require.Equal(t, uint64(3), area.ledger.Water.Weight)

	area.consume(1, 529)
	require.Equal(t, uint64(100), area.ledger.Overdraft)
	require.Equal(t, ledger.Departure{Debt: 100}, area.leave(1))
	require.Equal(t, ledger.Account{Debt: 100}, area.accounts[1])
	require.Equal(t, uint64(100), area.ledger.Deficit)
	require.Zero(t, area.ledger.Overdraft)

	area.inflow(150)
	require.Equal(t, uint64(51), area.ledger.Water.Carry, "no household is left: it is carried")
}

// What a household gets back of its own excess does not stay behind when it moves out.
func TestLeaveAboveTheCap(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(100)
	area.join(1, 1)
	area.start()
	area.inflow(100)
	area.consume(1, 50)
	next, err := area.ledger.Shrink(50, false)
	require.NoError(t, err)
	area.book(next, -1, ledger.Account{})

	require.Equal(t, ledger.Settled{Water: 50, Returned: 25}, area.settle(0))
	require.Equal(t, uint64(6), area.leave(0).Settled.Water, "part of part of its own")
	area.leave(1)
	require.Equal(t, uint64(50), area.ledger.Water.Carry)
	require.Equal(t, uint64(50), area.ledger.Supply)
}

// A closed source takes its capacity with it, but no savings.
func TestNoRoomNoCap(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(100)
	area.join(1, 1)
	area.start()
	area.inflow(100)
	for _, gone := range []uint64{70, 30} {
		next, err := area.ledger.Shrink(gone, true)
		require.NoError(t, err)
		area.book(next, -1, ledger.Account{})
		require.Equal(t, []uint64{50, 50}, area.balances())
		require.Equal(t, uint64(100), area.ledger.Cap(area.accounts[0]))
	}
	area.consume(0, 50)
	require.Equal(t, []uint64{0, 50}, area.balances())
}

func TestTrade(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(300)
	area.join(1, 1, 1)
	area.start()
	area.inflow(300)
	require.Equal(t, uint64(0), area.ledger.Wants(ledger.Account{}), "an account without a meter buys at most its overdraft")
	require.True(t, area.offer(0, 60))
	require.False(t, area.offer(0, 41), "offered litres cannot be offered again")
	area.consume(1, 130)
	require.Equal(t, uint64(130), area.ledger.Wants(area.accounts[1]), "up to the cap, and the overdraft")

	burned := area.ledger.Totals.Burned
	require.Equal(t, uint64(40), area.trade(1, 40))
	require.Equal(t, uint64(10), area.accounts[1].Balance)
	require.Zero(t, area.accounts[1].Overdraft)
	require.Equal(t, burned+30, area.ledger.Totals.Burned)
	require.Equal(t, uint64(40), area.ledger.Totals.Traded)

	area.consume(0, 50)
	area.cancel(0)
	require.Equal(t, ledger.Account{
		Persons: 1, Now: ledger.Subscription{First: 1, Last: 1, Persons: 1, Fee: 1}, Begun: true, Last: ledger.Mark{Water: 100},
		Spent: 50, Consumed: 50,
	}, area.withoutBalance(0), "an offer that comes back repays the overdraft too")
	require.Equal(t, uint64(10), area.accounts[0].Balance)
	require.Zero(t, area.ledger.Escrow)
}

func (a *area) withoutBalance(i int) ledger.Account {
	account := a.accounts[i]
	account.Balance = 0
	return account
}

func TestUse(t *testing.T) {
	const day = 86_400
	tests := []struct {
		name            string
		account         ledger.Account
		litres, seconds uint64

		want, wantWeek uint64 // millilitres a day, litres in seven days
	}{
		{name: "the first reading counts in full", litres: 100, seconds: day, want: 100_000, wantWeek: 700},
		{name: "also of an hour", litres: 5, seconds: 3_600, want: 120_000, wantWeek: 840},
		{
			name:    "another day counts a seventh",
			account: ledger.Account{DailyUse: 100_000, Measured: true}, litres: 170, seconds: day, want: 110_000, wantWeek: 770,
		},
		{
			name:    "a week counts in full",
			account: ledger.Account{DailyUse: 100_000, Measured: true}, litres: 70, seconds: 7 * day, want: 10_000, wantWeek: 70,
		},
		{
			name:    "so does a fortnight",
			account: ledger.Account{DailyUse: 100_000, Measured: true}, litres: 70, seconds: 14 * day, want: 5_000, wantWeek: 35,
		},
		{
			name:    "a dry day lowers it",
			account: ledger.Account{DailyUse: 100, Measured: true}, seconds: day, want: 85, wantWeek: 1,
		},
		{name: "no time", account: ledger.Account{DailyUse: 100, Measured: true}, litres: 70, want: 100, wantWeek: 1},
		{
			name: "no number is too large", litres: math.MaxUint64, seconds: 1, want: ledger.MaxDailyUse,
			wantWeek: 7*ledger.MaxDailyUse/1_000 + 1,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got := tc.account.Measure(tc.litres, tc.seconds)
			require.Equal(t, tc.want, got.DailyUse)
			require.True(t, got.Measured)
			require.Equal(t, tc.wantWeek, got.OwnUse(7))
		})
	}

	require.Equal(t, uint64(1_250), ledger.Account{Balance: 90, Lifeline: 10, DailyUse: 8_000}.DaysLeft(), "12.5 days")
	require.Zero(t, ledger.Account{Balance: 90}.DaysLeft())
	require.Equal(t, uint64(math.MaxUint64), ledger.Account{Balance: math.MaxUint64, DailyUse: 1}.DaysLeft())
	require.Equal(t, uint64(math.MaxUint64), ledger.Account{DailyUse: ledger.MaxDailyUse}.OwnUse(math.MaxUint64))
}
