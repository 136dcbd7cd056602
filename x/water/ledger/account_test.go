package ledger_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
)

func TestSubscribe(t *testing.T) {
	tests := []struct {
		name            string
		account         ledger.Account
		period, persons uint64

		want    ledger.Account
		wantErr error
	}{
		{name: "to the first period", period: 1, persons: 1, want: ledger.Account{NextPeriod: 1, NextPersons: 1}},
		{
			name: "to the period after the running one", account: ledger.Account{Period: 3, Persons: 2}, period: 4, persons: 20,
			want: ledger.Account{Period: 3, Persons: 2, NextPeriod: 4, NextPersons: 20},
		},
		{name: "twice", account: ledger.Account{NextPeriod: 4, NextPersons: 1}, period: 4, persons: 1, wantErr: ledger.ErrSubscribed},
		{name: "before it was settled", account: ledger.Account{NextPeriod: 3, NextPersons: 1}, period: 4, persons: 1, wantErr: ledger.ErrBehind},
		{name: "to the period it is in", account: ledger.Account{Period: 3, Persons: 2}, period: 3, persons: 1, wantErr: ledger.ErrPeriod},
		{name: "to no period", persons: 1, wantErr: ledger.ErrPeriod},
		{name: "without persons", wantErr: ledger.ErrPersons},
		{name: "for a crowd", persons: 21, wantErr: ledger.ErrPersons},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.account.Subscribe(tc.period, tc.persons)
			if tc.wantErr != nil {
				require.ErrorIs(t, err, tc.wantErr)
				require.Equal(t, tc.account, got)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestSettle(t *testing.T) {
	terms := ledger.Terms{Lifeline: 10, CapDays: 3, ReserveDays: 7}
	tests := []struct {
		name    string
		account ledger.Account

		want    ledger.Settled
		wantEnd ledger.Account
	}{
		{name: "an account without a subscription gets nothing and keeps all", account: ledger.Account{Balance: 900, Lifeline: 90}, wantEnd: ledger.Account{Balance: 900, Lifeline: 90}},
		{
			name: "a subscription to a period that has not started waits", account: ledger.Account{NextPeriod: 3, NextPersons: 1},
			wantEnd: ledger.Account{NextPeriod: 3, NextPersons: 1},
		},
		{
			name: "a subscription to a period that has started counts from its beginning", account: ledger.Account{NextPeriod: 2, NextPersons: 2},
			want:    ledger.Settled{Water: 200, Lifeline: 40},
			wantEnd: ledger.Account{Balance: 200, Lifeline: 40, Period: 2, Persons: 2, WaterLast: 100, LifelineLast: 20},
		},
		{
			name: "the overdraft is repaid first", account: ledger.Account{Overdraft: 150, Period: 2, Persons: 2},
			want:    ledger.Settled{Water: 200, Lifeline: 40, Repaid: 150},
			wantEnd: ledger.Account{Balance: 50, Lifeline: 40, Period: 2, Persons: 2, WaterLast: 100, LifelineLast: 20},
		},
		{
			name: "an overdraft may take all", account: ledger.Account{Overdraft: 250, Period: 2, Persons: 2},
			want:    ledger.Settled{Water: 200, Lifeline: 40, Repaid: 200},
			wantEnd: ledger.Account{Overdraft: 50, Lifeline: 40, Period: 2, Persons: 2, WaterLast: 100, LifelineLast: 20},
		},
		{
			name: "the excess over the caps goes back", account: ledger.Account{Balance: 350, Lifeline: 25, Period: 2, Persons: 2},
			want:    ledger.Settled{Water: 200, Lifeline: 40, Returned: 150, Spared: 5},
			wantEnd: ledger.Account{Balance: 400, Lifeline: 60, Period: 2, Persons: 2, WaterLast: 100, LifelineLast: 20},
		},
		{
			name: "nothing new", account: ledger.Account{Balance: 350, Period: 2, Persons: 2, WaterLast: 100, LifelineLast: 20},
			wantEnd: ledger.Account{Balance: 350, Period: 2, Persons: 2, WaterLast: 100, LifelineLast: 20},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			l := ledger.Ledger{
				Capacity: 1_000, Stock: 1_000 - int64(tc.account.Overdraft), Supply: 1_000, Overdraft: tc.account.Overdraft,
				Lifeline: tc.account.Lifeline, Unsettled: 240, Period: 2,
				Allotment: ledger.Allotment{Water: accrual.Index{Acc: 100, Weight: 5}, Lifeline: accrual.Index{Acc: 20, Weight: 5}},
			}
			next, account, got, err := l.Settle(terms, tc.account)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.wantEnd, account)
			require.Equal(t, l.Supply-got.Repaid, next.Supply)
			require.Equal(t, l.Reserve+got.Spared, next.Reserve)
			require.Equal(t, l.Unsettled-got.Water-got.Lifeline+got.Returned, next.Unsettled)
			require.Equal(t, accrual.Index{Acc: 100 + got.Returned/5, Weight: 5}, next.Allotment.Water)
		})
	}
}

// An account that was not looked at for long catches up with two finished periods and goes on in the running one.
func TestCatchUp(t *testing.T) {
	l := ledger.Ledger{Stock: 1_000, Supply: 1_000, Unsettled: 1_000, Period: 4, Allotment: persons(1)}
	a := ledger.Account{Period: 1, Persons: 2, WaterLast: 10, LifelineLast: 1, NextPeriod: 2, NextPersons: 3}
	finished := []ledger.Allotment{
		{Water: accrual.Index{Acc: 15, Weight: 5}, Lifeline: accrual.Index{Acc: 2, Weight: 5}},
		{Water: accrual.Index{Acc: 7, Weight: 5}, Lifeline: accrual.Index{Acc: 4, Weight: 5}},
	}
	terms := ledger.Terms{Lifeline: 4, CapDays: 2}

	for i, want := range []ledger.Account{
		{Balance: 10, Lifeline: 2, Period: 2, Persons: 3},
		{Balance: 31, Lifeline: 14},
	} {
		period, behind := l.Behind(a)
		require.True(t, behind)
		require.Equal(t, uint64(i+1), period)
		_, _, _, err := l.Settle(ledger.Terms{}, a)
		require.ErrorIs(t, err, ledger.ErrBehind)
		_, _, err = l.Leave(a)
		require.ErrorIs(t, err, ledger.ErrBehind)

		l, a, _, err = l.CatchUp(terms, a, finished[i])
		require.NoError(t, err)
		require.Equal(t, want, a)
	}
	require.Equal(t, uint64(1_000-31-14), l.Unsettled)
	_, behind := l.Behind(a)
	require.False(t, behind)
	_, _, _, err := l.CatchUp(terms, a, finished[0])
	require.ErrorIs(t, err, ledger.ErrPeriod)
}

// An account that catches up keeps as much as at the end of the period, whether it takes part in a later one or not.
func TestCatchingUpKeepsTheCaps(t *testing.T) {
	l := ledger.Ledger{Capacity: 100, Stock: 90, Supply: 90, Unsettled: 90, Period: 2, Allotment: persons(3)}
	finished := ledger.Allotment{Water: accrual.Index{Acc: 30, Weight: 5}, Lifeline: accrual.Index{Acc: 9, Weight: 5}}
	l, a, s, err := l.CatchUp(ledger.Terms{Lifeline: 2, CapDays: 3}, ledger.Account{Period: 1, Persons: 2}, finished)
	require.NoError(t, err)
	require.Equal(t, ledger.Settled{Water: 60, Lifeline: 18, Returned: 20, Spared: 6}, s)
	require.Equal(t, ledger.Account{Balance: 40, Lifeline: 12}, a, "two of five parts of the capacity, and three days for two persons")
	require.Equal(t, []uint64{6, 90 - 60 - 18 + 20}, []uint64{l.Reserve, l.Unsettled})
}

func TestBrokenAccountsAreRefused(t *testing.T) {
	l := ledger.Ledger{Stock: 100, Supply: 100, Unsettled: 50, Escrow: 10, Period: 2, Allotment: ledger.Allotment{
		Water: accrual.Index{Acc: 30, Weight: 3}, Lifeline: accrual.Index{Acc: 5, Weight: 3},
	}}
	tests := []struct {
		name    string
		account ledger.Account

		wantErr error
	}{
		{name: "from the future", account: ledger.Account{Period: 3, Persons: 1}, wantErr: ledger.ErrPeriod},
		{name: "settled ahead", account: ledger.Account{Period: 2, Persons: 1, WaterLast: 31}, wantErr: accrual.ErrSettledAhead},
		{name: "lifeline settled ahead", account: ledger.Account{Period: 2, Persons: 1, LifelineLast: 6}, wantErr: accrual.ErrSettledAhead},
		{name: "owed more than there is", account: ledger.Account{Period: 2, Persons: 2}, wantErr: ledger.ErrSum},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			same, account, _, err := l.Settle(ledger.Terms{}, tc.account)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, l, same)
			require.Equal(t, tc.account, account)
		})
	}

	_, _, err := l.Leave(ledger.Account{Period: 2, Persons: 4, WaterLast: 30, LifelineLast: 5})
	require.ErrorContains(t, err, "expected a weight of at most 3, got 4")
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
	area.settle(0)
	area.subscribe(0, 2)

	d := area.leave(0)
	require.Equal(t, ledger.Departure{Balance: 100, Lifeline: 10, NextPeriod: 2, NextPersons: 2}, d)
	require.Equal(t, ledger.Account{}, area.accounts[0])
	require.Equal(t, uint64(250), area.ledger.Reserve)
	require.Equal(t, []uint64{0, 399}, area.balances(), "100 for 3 persons: one litre is carried")
	require.Equal(t, uint64(3), area.ledger.Allotment.Water.Weight)

	area.consume(1, 529, 0)
	require.Equal(t, uint64(100), area.ledger.Overdraft)
	require.Equal(t, ledger.Departure{Forgiven: 100}, area.leave(1))
	require.Equal(t, uint64(100), area.ledger.Deficit)
	require.Zero(t, area.ledger.Overdraft)

	area.inflow(150)
	require.Equal(t, uint64(51), area.ledger.Allotment.Water.Carry, "no household is left: it is carried")
}

// What a household gets back of its own excess does not stay behind when it moves out.
func TestLeaveAboveTheCap(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(100)
	area.join(1, 1)
	area.start()
	area.inflow(100)
	area.consume(1, 50, 0)
	next, err := area.ledger.Shrink(50, false)
	require.NoError(t, err)
	area.book(next, -1, ledger.Account{})

	require.Equal(t, ledger.Settled{Water: 50, Returned: 25}, area.settle(0))
	require.Equal(t, uint64(6), area.leave(0).Settled.Water, "part of part of its own")
	area.leave(1)
	require.Equal(t, uint64(50), area.ledger.Allotment.Water.Carry)
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
	area.consume(0, 50, 0)
	require.Equal(t, []uint64{0, 50}, area.balances())
}

func TestTrade(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(300)
	area.join(1, 1, 1)
	area.start()
	area.inflow(300)
	require.Equal(t, uint64(0), area.ledger.Wants(ledger.Account{}), "an account outside the period buys at most its overdraft")
	require.True(t, area.offer(0, 60))
	require.False(t, area.offer(0, 41), "offered litres cannot be offered again")
	area.consume(1, 130, 0)
	require.Equal(t, uint64(130), area.ledger.Wants(area.accounts[1]), "up to the cap, and the overdraft")

	burned := area.ledger.Totals.Burned
	require.Equal(t, uint64(40), area.trade(1, 40))
	require.Equal(t, uint64(10), area.accounts[1].Balance)
	require.Zero(t, area.accounts[1].Overdraft)
	require.Equal(t, burned+30, area.ledger.Totals.Burned)
	require.Equal(t, uint64(40), area.ledger.Totals.Traded)

	area.consume(0, 50, 0)
	area.cancel(0)
	require.Equal(t, ledger.Account{
		Period: 1, Persons: 1, WaterLast: 100, Spent: 50, Consumed: 50,
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
