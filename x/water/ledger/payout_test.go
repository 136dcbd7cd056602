package ledger_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/ledger"
)

func TestPay(t *testing.T) {
	tests := []struct {
		name              string
		minted, pot, fund uint64
		remunerations     []uint64

		want ledger.Payout
	}{
		{
			name: "what is left over goes to the fund", minted: 1, pot: 100, fund: 7, remunerations: []uint64{30, 20},
			want: ledger.Payout{Shares: []uint64{30, 20}, Paid: 50, ToFund: 50},
		},
		{
			name: "the fund helps a short pot", minted: 1, pot: 40, fund: 70, remunerations: []uint64{30, 20},
			want: ledger.Payout{Shares: []uint64{30, 20}, Paid: 50, FromFund: 10},
		},
		{
			name: "if that is not enough all get parts", minted: 1, pot: 4, fund: 3, remunerations: []uint64{30, 20},
			want: ledger.Payout{Shares: []uint64{4, 3}, Paid: 7, FromFund: 3},
		},
		{
			name: "without a mint no producer is paid", pot: 100, fund: 7, remunerations: []uint64{30, 20},
			want: ledger.Payout{Shares: []uint64{0, 0}, Carried: 100},
		},
		{name: "without sources the fund has it", minted: 1, pot: 100, want: ledger.Payout{Shares: []uint64{}, ToFund: 100}},
		{name: "nothing for nothing", minted: 1, remunerations: []uint64{0}, want: ledger.Payout{Shares: []uint64{0}}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := ledger.Pay(0, tc.minted, tc.pot, tc.fund, tc.remunerations)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}

	_, err := ledger.Pay(0, 1, 1, 1, []uint64{math.MaxUint64, 1})
	require.ErrorContains(t, err, "remunerations: ")
	_, err = ledger.Pay(0, 1, math.MaxUint64-1, math.MaxUint64, []uint64{math.MaxUint64})
	require.NoError(t, err)
}

// Over periods no source gains by the rounding of short pots.
func TestShortPotsAreFair(t *testing.T) {
	paid := make([]uint64, 3)
	const periods = 3_000
	for period := range uint64(periods) {
		p, err := ledger.Pay(period, 1, 1, 0, []uint64{10, 10, 10})
		require.NoError(t, err)
		for i, share := range p.Shares {
			paid[i] += share
		}
	}
	for i := range paid {
		require.InDelta(t, periods/3, paid[i], 3, "source %d", i)
	}
}

func TestReferencePrice(t *testing.T) {
	tests := []struct {
		name         string
		capacity     uint64
		stock        int64
		base, factor uint64

		want uint64
	}{
		{name: "a full stock", capacity: 1_000, stock: 1_000, base: 20, factor: 100, want: 20},
		{name: "half of it", capacity: 1_000, stock: 500, base: 20, factor: 100, want: 40},
		{name: "a third, rounded down", capacity: 1_000, stock: 333, base: 20, factor: 100, want: 60},
		{name: "nearly empty", capacity: 1_000, stock: 1, base: 20, factor: 100, want: 2_000},
		{name: "empty", capacity: 1_000, stock: 0, base: 20, factor: 100, want: 2_000},
		{name: "less than empty", capacity: 1_000, stock: -9, base: 20, factor: 100, want: 2_000},
		{name: "more than full", capacity: 1_000, stock: 4_000, base: 20, factor: 100, want: 5},
		{name: "never for nothing", capacity: 1_000, stock: 1 << 50, base: 20, factor: 100, want: 1},
		{name: "unless the base is", capacity: 1_000, stock: 10, base: 0, factor: 100, want: 0},
		{name: "no sources yet", base: 20, factor: 100, want: 20},
		{
			name: "a price of 2^64", capacity: ledger.MaxCapacity, stock: 1 << 26, base: ledger.MaxPrice, factor: 1 << 30,
			want: ledger.MaxPrice,
		},
		{name: "the greatest", capacity: ledger.MaxCapacity, stock: 1, base: ledger.MaxPrice, factor: 1_000_000, want: ledger.MaxPrice},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			l := ledger.Ledger{Capacity: tc.capacity, Stock: tc.stock}
			require.Equal(t, tc.want, l.ReferencePrice(tc.base, tc.factor))
		})
	}
}
