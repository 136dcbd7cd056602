package simulate_test

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/internal/simulate"
)

func TestPick(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	reporter := simsx.NewBasicSimulationReporter()
	seen := map[int]bool{}
	for range 100 {
		n, ok := simulate.Pick(random, reporter, "an even number", []int{1, 2, 3, 4}, func(n int) bool { return n%2 == 0 })
		require.True(t, ok)
		seen[n] = true
	}
	require.Equal(t, map[int]bool{2: true, 4: true}, seen)
	require.False(t, reporter.IsSkipped())

	_, ok := simulate.Pick(random, reporter, "a number", nil, func(int) bool { return true })
	require.False(t, ok)
	require.True(t, reporter.IsSkipped())
}
