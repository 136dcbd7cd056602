//go:build unix

package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/bench"
)

func TestRoundsAreSummedUp(t *testing.T) {
	work := bench.Costs{30, 10, 20}
	anchor := bench.Costs{10, 10, 10}

	require.EqualValues(t, 10, work.Best())
	require.EqualValues(t, 20, work.Median())
	require.InDelta(t, 2, bench.Ratio(work, anchor), 1e-9)
	require.Equal(t, bench.Costs{40, 20, 30}, bench.Sum(work, anchor))
	require.Equal(t, bench.Costs{30, 10, 20}, work, "the rounds stay in their order")
}

func TestCostsAreDivided(t *testing.T) {
	require.InDelta(t, 500, bench.Per(time.Microsecond, 2), 1e-9)
	require.InDelta(t, 2_000_000, bench.Rate(time.Microsecond, 2), 1e-3)
}

func TestWhatIsLeftToTheBackgroundCounts(t *testing.T) {
	spun := make(chan time.Duration, 1)
	cost := bench.Of(func() {
		go func() {
			start := bench.CPU()
			for bench.CPU()-start < 20*time.Millisecond {
				continue
			}
			spun <- bench.CPU() - start
		}()
	})

	require.GreaterOrEqual(t, cost, 20*time.Millisecond)
	require.GreaterOrEqual(t, <-spun, 20*time.Millisecond)
}
