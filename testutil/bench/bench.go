//go:build unix

package bench

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// CPU is the processor time of this process so far, of the kernel's work for it too.
func CPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(fmt.Errorf("getrusage: %w", err)) // it cannot fail for the process itself
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Of is the processor time of a piece of work. It begins in silence, so that nothing done before is counted, and ends in
// silence, so that what the work leaves to the background is: a database compacts after it has answered.
func Of(work func()) time.Duration {
	runtime.GC()
	silence()
	before := CPU()
	work()
	silence()
	return CPU() - before
}

const (
	pause    = 2 * time.Millisecond
	busy     = 200 * time.Microsecond // of processor time in a pause
	patience = 2_000                  // pauses
)

// silence waits until no thread of the process has worked for three pauses in a row.
func silence() {
	quiet := 0
	for range patience {
		before := CPU()
		time.Sleep(pause)
		if CPU()-before > busy {
			quiet = 0
			continue
		}
		if quiet++; quiet == 3 {
			return
		}
	}
}

// Costs are the costs of the same work in several rounds.
type Costs []time.Duration

// Add notes one more round.
func (c *Costs) Add(cost time.Duration) { *c = append(*c, cost) }

// Best is the cheapest round: what the work costs when nobody disturbs it.
func (c Costs) Best() time.Duration { return slices.Min(c) }

// Median is the round in the middle.
func (c Costs) Median() time.Duration {
	sorted := slices.Sorted(slices.Values(c))
	return sorted[len(sorted)/2]
}

// Sum adds two kinds of work round by round, as if they had been measured as one.
func Sum(a, b Costs) Costs {
	sum := make(Costs, len(a))
	for i := range sum {
		sum[i] = a[i] + b[i]
	}
	return sum
}

// Ratio is the median of a/b, round by round: neighbours slow down both.
func Ratio(a, b Costs) float64 {
	ratios := make([]float64, len(a))
	for i := range ratios {
		ratios[i] = float64(a[i]) / float64(b[i])
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// Per is a cost divided among n, in nanoseconds.
func Per(cost time.Duration, n int) float64 { return float64(cost.Nanoseconds()) / float64(n) }

// Rate is how many of n are done in a second of processor time.
func Rate(cost time.Duration, n int) float64 { return float64(n) / cost.Seconds() }
