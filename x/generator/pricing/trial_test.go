package pricing_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

func TestEarned(t *testing.T) {
	tests := []struct {
		name                    string
		cost, units, acceptance uint64

		want uint64
	}{
		{name: "nothing delivered", cost: 100, acceptance: 3, want: 0},
		{name: "a third, rounded down", cost: 100, units: 1, acceptance: 3, want: 33},
		{name: "all", cost: 100, units: 3, acceptance: 3, want: 100},
		{name: "more than all", cost: 100, units: math.MaxUint64, acceptance: 3, want: 100},
		{name: "a product beyond 64 bits", cost: 1 << 60, units: 1<<40 - 1, acceptance: 1 << 40, want: 1<<60 - 1<<20},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := pricing.Earned(tc.cost, tc.units, tc.acceptance)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

// What units earn grows with each and is all of the cost with the last one, and never above the exact part.
func TestEarnedAgreesWithFractions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost := rapid.Uint64Range(1, 1<<60).Draw(t, "cost")
		acceptance := rapid.Uint64Range(1, 1<<40).Draw(t, "acceptance")
		units := rapid.Uint64Range(0, acceptance-1).Draw(t, "units")
		got, err := pricing.Earned(cost, units, acceptance)
		require.NoError(t, err)
		exact := new(big.Int).Mul(new(big.Int).SetUint64(cost), new(big.Int).SetUint64(units))
		exact.Div(exact, new(big.Int).SetUint64(acceptance))
		require.Equal(t, exact.Uint64(), got)
		next, err := pricing.Earned(cost, units+1, acceptance)
		require.NoError(t, err)
		require.GreaterOrEqual(t, next, got)
		require.Less(t, got, cost)
	})
}

func TestProofAndMinAcceptanceAreRoundedUp(t *testing.T) {
	for _, tc := range []struct {
		capacity, seconds, want uint64
	}{
		{capacity: 5_000, seconds: 86_400, want: 12_000},
		{capacity: 1, seconds: 60, want: 1},
		{capacity: 600, seconds: 60, want: 1},
		{capacity: 601, seconds: 60, want: 2},
	} {
		got, err := pricing.Proof(tc.capacity, tc.seconds)
		require.NoError(t, err)
		require.Equal(t, tc.want, got)
	}
	for _, tc := range []struct {
		capacity, hours, unitSize, want uint64
	}{
		{capacity: 5_000, hours: 100, unitSize: 1_000, want: 500},
		{capacity: 5_001, hours: 100, unitSize: 1_000, want: 501},
		{capacity: 1, hours: 1, unitSize: 1 << 32, want: 1},
	} {
		got, err := pricing.MinAcceptance(tc.capacity, tc.hours, tc.unitSize)
		require.NoError(t, err)
		require.Equal(t, tc.want, got)
	}
}

// A plant of 10,000 promises 500 units. After 100 it has earned a fifth; an advance of 3,000 is then not earned yet.
func ExampleEarned() {
	for _, units := range []uint64{100, 150, 151, 500} {
		earned, err := pricing.Earned(10_000, units, 500)
		if err != nil {
			panic(err)
		}
		fmt.Println(units, "units:", earned, "earned,", max(3_000, earned), "paid")
	}
	// Output:
	// 100 units: 2000 earned, 3000 paid
	// 150 units: 3000 earned, 3000 paid
	// 151 units: 3020 earned, 3020 paid
	// 500 units: 10000 earned, 10000 paid
}
