package ledger_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/ledger"
)

func TestPay(t *testing.T) {
	const seconds = 100
	served := func(remuneration uint64) ledger.Producer {
		return ledger.Producer{Remuneration: remuneration, Served: seconds, Stored: 1}
	}
	tests := []struct {
		name      string
		pot       uint64
		producers []ledger.Producer

		want ledger.Payout
	}{
		{
			name: "what is left over goes back to those who paid it", pot: 100, producers: []ledger.Producer{served(30), served(20)},
			want: ledger.Payout{Shares: []uint64{30, 20}, Paid: 50, GivenBack: 50},
		},
		{
			name: "of a short pot all get parts", pot: 7, producers: []ledger.Producer{served(30), served(20)},
			want: ledger.Payout{Shares: []uint64{4, 3}, Paid: 7},
		},
		{
			name: "a source that stored nothing is not paid", pot: 100, producers: []ledger.Producer{{Remuneration: 30, Served: seconds}, served(20)},
			want: ledger.Payout{Shares: []uint64{0, 20}, Paid: 20, GivenBack: 80},
		},
		{
			name: "a source is paid for the time that it served, rounded down", pot: 100,
			producers: []ledger.Producer{{Remuneration: 30, Served: 99, Stored: 1}, {Remuneration: 30, Served: 1_000, Stored: 1}},
			want:      ledger.Payout{Shares: []uint64{29, 30}, Paid: 59, GivenBack: 41},
		},
		{name: "without sources all goes back", pot: 100, want: ledger.Payout{Shares: []uint64{}, GivenBack: 100}},
		{name: "nothing for nothing", producers: []ledger.Producer{served(0)}, want: ledger.Payout{Shares: []uint64{0}}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := ledger.Pay(0, seconds, tc.pot, tc.producers)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}

	_, err := ledger.Pay(0, seconds, 1, []ledger.Producer{served(math.MaxUint64), served(1)})
	require.ErrorContains(t, err, "remunerations: ")
}

// Over periods no source gains by the rounding of short pots.
func TestShortPotsAreFair(t *testing.T) {
	paid := make([]uint64, 3)
	const periods = 3_000
	for period := range uint64(periods) {
		p, err := ledger.Pay(period, 1, 1, []ledger.Producer{
			{Remuneration: 10, Served: 1, Stored: 1}, {Remuneration: 10, Served: 1, Stored: 1}, {Remuneration: 10, Served: 1, Stored: 1},
		})
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
