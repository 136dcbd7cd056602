package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/ledger"
)

// The golden example of the original: two subscribers, fee 1 each; mint 100 and each has 50; mint 30 and each has 65; the only
// producer receives 2.
func TestGoldenExample(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(1_000)
	area.join(1, 1)
	area.start()

	require.Equal(t, ledger.Inflow{Stored: 100, Minted: 100, Allotted: 100}, area.inflow(100))
	require.Equal(t, []uint64{50, 50}, area.balances())
	require.Equal(t, ledger.Inflow{Stored: 30, Minted: 30, Allotted: 30}, area.inflow(30))
	require.Equal(t, []uint64{65, 65}, area.balances())
	require.Equal(t, int64(130), area.ledger.Stock)
	require.Equal(t, uint64(130), area.ledger.Supply)

	const fees = 2
	for _, remuneration := range []uint64{2, 9} { // the remuneration, or all there is
		p, err := ledger.Pay(1, 90, fees, []ledger.Producer{{Remuneration: remuneration, Served: 90, Stored: 130}})
		require.NoError(t, err)
		require.Equal(t, ledger.Payout{Shares: []uint64{2}, Paid: 2}, p)
	}
}

// Without water nothing is divided by zero, no producer is paid, and the subscribers have their fees back.
func TestPeriodWithoutWater(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7})
	area.join(1, 1)
	area.start()
	require.Equal(t, []uint64{0, 0}, area.balances())
	require.Zero(t, area.tick())

	p, err := ledger.Pay(1, 90, 2, []ledger.Producer{{Remuneration: 2, Served: 90}})
	require.NoError(t, err)
	require.Equal(t, ledger.Payout{Shares: []uint64{0}, GivenBack: 2}, p)

	area.start(p.GivenBack) // the next period has no subscribers
	area.balances()
	require.Equal(t, []uint64{1, 1}, area.refunded)
	area.enlarge(10_000)
	require.Equal(t, ledger.Inflow{Stored: 800, Minted: 800, Reserved: 700, Allotted: 100}, area.inflow(800))
	require.Equal(t, uint64(50), area.tick().Each, "the lifeline is for those who do not subscribe, too")
	require.Equal(t, []uint64{0, 0}, area.balances(), "the rest is carried until there are subscribers")
	area.subscribe(0, 1, 1)
	area.start()
	require.Equal(t, []uint64{100, 0}, area.balances())
}

// A drought, drawn step by step: the stock falls, the price rises, the reserve is stretched.
func TestDrought(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7})
	area.enlarge(10_000)
	area.join(2, 2)
	area.start()
	require.Equal(t, uint64(1_400), area.inflow(10_000).Reserved, "7 days of 50 litres for 4 persons")

	tests := []struct {
		name            string
		use, inflow     uint64 // of each household, and of the source
		wantTick        uint64
		wantStock       int64
		wantPrice       uint64
		wantLeft        []uint64
		wantOverdraft   uint64
		wantReserveLeft uint64
	}{
		{name: "full", use: 0, wantTick: 200, wantStock: 10_000, wantPrice: 10, wantLeft: []uint64{4_400, 4_400}, wantReserveLeft: 1_200},
		{
			name: "rain stays away", use: 4_000, wantTick: 200, wantStock: 2_000, wantPrice: 50, wantLeft: []uint64{500, 500},
			wantReserveLeft: 1_000,
		},
		{
			name: "all is used up", use: 600, wantTick: 200, wantStock: 800, wantPrice: 125, wantLeft: []uint64{0, 0},
			wantReserveLeft: 800,
		},
		{
			name: "the lifeline is left", use: 100, wantTick: 200, wantStock: 600, wantPrice: 166, wantLeft: []uint64{0, 0},
			wantReserveLeft: 600,
		},
		{
			name: "it is stretched, and the households draw more", use: 150, wantTick: 168, wantStock: 300, wantPrice: 333, wantLeft: []uint64{0, 0},
			wantOverdraft: 132, wantReserveLeft: 432,
		},
		{
			name: "a little rain fills the reserve first", use: 60, inflow: 1_000, wantTick: 120, wantStock: 1_180, wantPrice: 84,
			wantLeft: []uint64{0, 0}, wantOverdraft: 132, wantReserveLeft: 1_312,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.wantTick, area.tick().Given)
			for i := range area.accounts {
				area.consume(i, tc.use)
			}
			area.inflow(tc.inflow)
			require.Equal(t, tc.wantStock, area.ledger.Stock)
			require.Equal(t, tc.wantPrice, area.ledger.ReferencePrice(10, 100))
			require.Equal(t, tc.wantLeft, area.left())
			require.Equal(t, tc.wantOverdraft, area.ledger.Overdraft)
			require.Equal(t, tc.wantReserveLeft, area.ledger.Reserve)
		})
	}
}
