package ledger_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/water/ledger"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		name   string
		ledger ledger.Ledger

		wantErr string
	}{
		{name: "nothing at all"},
		{name: "water that was drawn before it was measured", ledger: ledger.Ledger{Stock: -7, Deficit: 3, Overdraft: 5, Supply: 1}},
		{
			name:   "as much as can be",
			ledger: ledger.Ledger{Capacity: 1 << 50, Stock: 1 << 50, Deficit: 1 << 61, Supply: 1<<61 + 1<<50, Reserve: 1<<61 + 1<<50},
		},
		{name: "a token too many", ledger: ledger.Ledger{Stock: 7, Supply: 8}, wantErr: "to be the supply, got 8"},
		{name: "less than no tokens", ledger: ledger.Ledger{Stock: -1, Supply: math.MaxUint64}, wantErr: "to be the supply"},
		{name: "a deficit too large", ledger: ledger.Ledger{Deficit: 1<<61 + 1, Supply: 1<<61 + 1}, wantErr: "deficit and overdraft to be at most"},
		{
			name: "a deficit that wraps", ledger: ledger.Ledger{Deficit: math.MaxUint64, Overdraft: 2, Supply: 1},
			wantErr: "deficit and overdraft to be at most",
		},
		{name: "room for an ocean", ledger: ledger.Ledger{Capacity: 1<<50 + 1}, wantErr: "capacity and stock to be at most"},
		{name: "an ocean", ledger: ledger.Ledger{Stock: 1<<50 + 1, Supply: 1<<50 + 1}, wantErr: "capacity and stock to be at most"},
		{
			name: "more kept than there is", ledger: ledger.Ledger{Stock: 9, Supply: 9, Reserve: 3, Lifeline: 3, Unsettled: 2, Escrow: 2},
			wantErr: "keep at most the supply of 9",
		},
		{
			name: "kept amounts that wrap", ledger: ledger.Ledger{Stock: 9, Supply: 9, Reserve: math.MaxUint64, Lifeline: 5},
			wantErr: "keep at most the supply of 9",
		},
		{
			name: "more carried than there is",
			ledger: ledger.Ledger{
				Stock: 9, Supply: 9, Unsettled: 3, Water: accrual.Index{Carry: 4},
			},
			wantErr: "expected at most 3 to be carried",
		},
		{
			name: "more fresh than there is", ledger: ledger.Ledger{Stock: 9, Supply: 9, Reserve: 3, Fresh: 4},
			wantErr: "expected at most 3 to be fresh",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			err := tc.ledger.Check()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, ledger.ErrSum)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}

func TestInflow(t *testing.T) {
	terms := ledger.Terms{Lifeline: 10, CapDays: 2, ReserveDays: 3}
	tests := []struct {
		name   string
		ledger ledger.Ledger
		firm   bool
		litres uint64

		want      ledger.Inflow
		wantStock int64
	}{
		{name: "nothing comes", ledger: ledger.Ledger{Capacity: 100}},
		{
			name: "the reserve is filled first", ledger: ledger.Ledger{Capacity: 100, Residents: persons(2)}, litres: 100,
			want: ledger.Inflow{Stored: 100, Minted: 100, Reserved: 60, Allotted: 40}, wantStock: 100,
		},
		{
			name: "the deficit is repaid before anything is minted", ledger: ledger.Ledger{Capacity: 100, Deficit: 30, Stock: -30}, litres: 50,
			want: ledger.Inflow{Stored: 50, Repaid: 30, Minted: 20, Allotted: 20}, wantStock: 20,
		},
		{
			name: "a deficit takes all of a little", ledger: ledger.Ledger{Capacity: 100, Deficit: 30, Stock: -30}, litres: 29,
			want: ledger.Inflow{Stored: 29, Repaid: 29}, wantStock: -1,
		},
		{
			name: "firm water goes to the reserve before anything is repaid", firm: true,
			ledger: ledger.Ledger{Capacity: 100, Deficit: 30, Stock: -30, Residents: persons(1)}, litres: 50,
			want: ledger.Inflow{Stored: 50, Minted: 50, Reserved: 50}, wantStock: 20,
		},
		{
			name: "what has no room overflows", ledger: ledger.Ledger{Capacity: 100, Stock: 99, Supply: 99}, litres: math.MaxUint64,
			want: ledger.Inflow{Stored: 1, Overflow: math.MaxUint64 - 1, Minted: 1, Allotted: 1}, wantStock: 100,
		},
		{
			name: "nothing flows into what is more than full", ledger: ledger.Ledger{Capacity: 100, Stock: 101, Supply: 101}, litres: 1,
			want: ledger.Inflow{Overflow: 1}, wantStock: 101,
		},
		{
			name: "without sources there is no room", ledger: ledger.Ledger{}, litres: 5,
			want: ledger.Inflow{Overflow: 5},
		},
		{
			name: "an index that is full leaves water to the reserve",
			ledger: ledger.Ledger{
				Capacity: 100, Water: accrual.Index{Acc: math.MaxUint64, Weight: 1},
			},
			litres: 5, want: ledger.Inflow{Stored: 5, Minted: 5, Allotted: 5}, wantStock: 5,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			next, got, err := tc.ledger.Inflow(terms, tc.firm, tc.litres)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.wantStock, next.Stock)
			require.Equal(t, tc.ledger.Supply+got.Minted, next.Supply)
			require.Equal(t, tc.ledger.Module()+got.Minted, next.Module(), "what is minted is kept for households")
			require.Equal(t, got.Measured(), tc.litres)
		})
	}
}

func persons(n uint64) accrual.Index { return accrual.Index{Weight: n} }

func TestLossAndCapacity(t *testing.T) {
	l := ledger.Ledger{Capacity: 100, Stock: 40, Supply: 40}
	next, err := l.Lose(40)
	require.NoError(t, err)
	require.Equal(t, ledger.Ledger{Capacity: 100, Deficit: 40, Supply: 40, Totals: ledger.Totals{Lost: 40}}, next)

	for _, litres := range []uint64{41, math.MaxUint64} {
		same, err := l.Lose(litres)
		require.ErrorIs(t, err, ledger.ErrLoss)
		require.ErrorContains(t, err, "expected at most 40, got")
		require.Equal(t, l, same)
	}
	dry := ledger.Ledger{Stock: -5, Deficit: 5}
	_, err = dry.Lose(1)
	require.ErrorIs(t, err, ledger.ErrLoss)
	owing := ledger.Ledger{Stock: 5, Deficit: ledger.MaxOwing - 4, Supply: ledger.MaxOwing + 1}
	_, err = owing.Lose(5)
	require.ErrorIs(t, err, ledger.ErrOwing)
	_, err = owing.Lose(4)
	require.NoError(t, err)

	next, err = l.Shrink(60, false)
	require.NoError(t, err)
	require.Equal(t, uint64(40), next.Capacity)
	_, err = l.Shrink(61, false)
	require.ErrorIs(t, err, ledger.ErrCapacity)
	next, err = l.Shrink(100, true)
	require.NoError(t, err)
	require.Zero(t, next.Capacity, "a source that is gone takes its room with it")
	_, err = l.Shrink(101, true)
	require.ErrorIs(t, err, ledger.ErrCapacity)
	_, err = l.Enlarge(ledger.MaxCapacity - 100)
	require.NoError(t, err)
	_, err = l.Enlarge(ledger.MaxCapacity - 99)
	require.ErrorIs(t, err, ledger.ErrCapacity)
}

// What came in since the last tick is given at once, what was saved is stretched over seven days, and what is too much goes on.
func TestTick(t *testing.T) {
	terms := ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7}
	tests := []struct {
		name                    string
		reserve, fresh, deficit uint64

		want          ledger.Tick
		wantInReserve uint64
	}{
		{name: "a full reserve", reserve: 1_050, want: ledger.Tick{Each: 50, Given: 150}, wantInReserve: 900},
		{name: "a day later nothing has come in", reserve: 900, want: ledger.Tick{Each: 50, Given: 150}, wantInReserve: 750},
		{name: "less than half full it is stretched", reserve: 500, want: ledger.Tick{Each: 47, Given: 141}, wantInReserve: 359},
		{name: "fresh water is given at once", reserve: 150, fresh: 150, want: ledger.Tick{Each: 50, Given: 150}},
		{name: "all get the same smaller ration", reserve: 100, fresh: 100, want: ledger.Tick{Each: 33, Given: 99}, wantInReserve: 1},
		{name: "savings add two sevenths", reserve: 200, fresh: 100, want: ledger.Tick{Each: 42, Given: 126}, wantInReserve: 74},
		{name: "less than a litre each", reserve: 2, fresh: 2, wantInReserve: 2},
		{name: "nothing"},
		{
			name: "what is beyond the target repays the deficit and is allotted", reserve: 1_400, fresh: 400, deficit: 150,
			want: ledger.Tick{Each: 50, Given: 150, Repaid: 150, Allotted: 50}, wantInReserve: 1_050,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			l := ledger.Ledger{
				Stock: 2_000 - int64(tc.deficit), Deficit: tc.deficit, Supply: 2_000, Reserve: tc.reserve, Fresh: tc.fresh, Period: 1,
				Residents: persons(3), Water: persons(1),
			}
			if l.Stock > 0 {
				l.Capacity = 2_000
			}
			next, got, err := l.Tick(terms)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			require.Equal(t, accrual.Index{Acc: tc.want.Each, Weight: 3}, next.Residents)
			require.Equal(t, tc.wantInReserve, next.Reserve)
			require.Equal(t, tc.want.Given, next.Lifeline)
			require.Equal(t, tc.want.Allotted, next.Unsettled)
			require.Equal(t, l.Module()-tc.want.Repaid, next.Module())
		})
	}

	full := ledger.Ledger{Stock: 9, Supply: 9, Reserve: 9, Fresh: 9, Residents: accrual.Index{Acc: math.MaxUint64, Weight: 1}}
	same, _, err := full.Tick(terms)
	require.Error(t, err)
	require.Equal(t, full, same)
}

// The stock keeps what reserve and lifelines promise; tokens get the rest.
func TestAllocation(t *testing.T) {
	tests := []struct {
		name   string
		ledger ledger.Ledger

		wantOf uint64 // of 100 tokens
	}{
		{name: "plenty", ledger: ledger.Ledger{Stock: 500, Supply: 500, Reserve: 100, Lifeline: 50}, wantOf: 100},
		{name: "a leak", ledger: ledger.Ledger{Stock: 325, Deficit: 175, Supply: 500, Reserve: 100, Lifeline: 50}, wantOf: 50},
		{name: "it is rounded down", ledger: ledger.Ledger{Stock: 327, Deficit: 173, Supply: 500, Reserve: 100, Lifeline: 50}, wantOf: 50},
		{name: "an overdraft of others", ledger: ledger.Ledger{Stock: 150, Overdraft: 350, Supply: 500, Reserve: 100, Lifeline: 50}},
		{name: "less than was promised", ledger: ledger.Ledger{Stock: 149, Deficit: 351, Supply: 500, Reserve: 100, Lifeline: 50}},
		{name: "below nothing", ledger: ledger.Ledger{Stock: -5, Deficit: 505, Supply: 500}},
		{name: "only lifelines", ledger: ledger.Ledger{Stock: 50, Supply: 50, Lifeline: 50}, wantOf: 100},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.NoError(t, tc.ledger.Check())
			require.Equal(t, tc.wantOf, tc.ledger.Allocation().Of(100))
			require.Equal(t, 7+tc.wantOf, tc.ledger.Drawable(ledger.Account{Balance: 100, Lifeline: 7}))
		})
	}
}

func TestConsume(t *testing.T) {
	const highest = ledger.MaxLitres
	tests := []struct {
		name    string
		account ledger.Account
		deficit uint64 // of the area
		litres  uint64

		want    ledger.Consumption
		wantEnd ledger.Account
	}{
		{
			name: "nothing is drawn", account: ledger.Account{Balance: 5},
			wantEnd: ledger.Account{Balance: 5},
		},
		{
			name: "the lifeline is used first", account: ledger.Account{Balance: 5, Lifeline: 3}, litres: 2,
			want:    ledger.Consumption{Lifeline: 2},
			wantEnd: ledger.Account{Balance: 5, Lifeline: 1, Spent: 2, Consumed: 2},
		},
		{
			name: "then tokens, then it is an overdraft", account: ledger.Account{Balance: 5, Lifeline: 3}, litres: 9,
			want:    ledger.Consumption{Lifeline: 3, Tokens: 5, Overdraft: 1},
			wantEnd: ledger.Account{Overdraft: 1, Spent: 9, Consumed: 9},
		},
		{
			name: "a lifeline helps who has an overdraft", account: ledger.Account{Lifeline: 3, Overdraft: 2}, litres: 3,
			want:    ledger.Consumption{Lifeline: 3},
			wantEnd: ledger.Account{Overdraft: 2, Spent: 3, Consumed: 3},
		},
		{
			name: "an overdraft has an end", account: ledger.Account{Overdraft: highest - 4}, litres: highest,
			want:    ledger.Consumption{Overdraft: 4, Uncounted: highest - 4},
			wantEnd: ledger.Account{Overdraft: highest, Spent: highest, Consumed: highest},
		},
		{
			name: "so has what an area can owe", deficit: ledger.MaxOwing - 10, litres: 13,
			want:    ledger.Consumption{Overdraft: 10, Uncounted: 3},
			wantEnd: ledger.Account{Overdraft: 10, Spent: 13, Consumed: 13},
		},
		{
			name: "no number is too large", account: ledger.Account{Balance: 1, Consumed: 1}, litres: math.MaxUint64,
			want:    ledger.Consumption{Tokens: 1, Overdraft: highest, Uncounted: math.MaxUint64 - 1 - highest},
			wantEnd: ledger.Account{Overdraft: highest, Spent: math.MaxUint64, Consumed: math.MaxUint64},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			supply := tc.account.Left()
			l := ledger.Ledger{
				Lifeline: tc.account.Lifeline, Overdraft: tc.account.Overdraft, Deficit: tc.deficit, Supply: supply,
				Stock: int64(supply) - int64(tc.account.Overdraft+tc.deficit),
			}
			next, account, got, err := l.Consume(tc.account, tc.litres)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.wantEnd, account)
			require.Equal(t, l.Supply-got.Burned(), next.Supply)
			require.Equal(t, l.Stock-int64(got.Burned()+got.Overdraft), next.Stock)
		})
	}
}

func TestPlus(t *testing.T) {
	require.Equal(t,
		ledger.Inflow{Stored: 11, Overflow: 22, Repaid: 33, Minted: 44, Reserved: 55, Allotted: math.MaxUint64},
		ledger.Inflow{Stored: 1, Overflow: 2, Repaid: 3, Minted: 4, Reserved: 5, Allotted: 6}.Plus(
			ledger.Inflow{Stored: 10, Overflow: 20, Repaid: 30, Minted: 40, Reserved: 50, Allotted: math.MaxUint64}))
	sum := ledger.Consumption{Lifeline: 1, Tokens: 2, Overdraft: 3, Uncounted: 5}.Plus(
		ledger.Consumption{Lifeline: 10, Tokens: 20, Overdraft: 30, Uncounted: 50})
	require.Equal(t, ledger.Consumption{Lifeline: 11, Tokens: 22, Overdraft: 33, Uncounted: 55}, sum)
	require.Equal(t, uint64(121), sum.Measured())
	require.Equal(t, uint64(33), sum.Burned())
}
