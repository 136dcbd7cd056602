//go:build unix

package bench

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"syscall"
	"time"
)

// CPU returns the processor time of this process so far, of the kernel's work for it too.
func CPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(fmt.Errorf("getrusage: %w", err)) // it cannot fail for the process itself
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Of returns the processor time of a piece of work. It begins in silence, so that nothing done before is counted, and ends in
// silence, so that what the work leaves to the background is: a database compacts after it has answered.
//
// The collector does not run meanwhile. Its cost is added by what was allocated, so that it is neither left out of short
// work nor charged to the one round in which it happens to run.
func Of(work func()) time.Duration {
	runtime.GC()
	silence()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	bytes, start := allocated(), CPU()
	work()
	silence()
	cost := CPU() - start
	return cost + collecting(allocated()-bytes)
}

// collecting returns what it costs to collect so many bytes, where the collector runs whenever as much has been allocated as
// is alive (GOGC=100).
func collecting(bytes uint64) time.Duration {
	start := CPU()
	runtime.GC()
	cost := CPU() - start
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return time.Duration(float64(cost) * float64(bytes) / float64(stats.HeapAlloc))
}

func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
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

// Best returns the cheapest round: the cost of the work without disturbance.
func (c Costs) Best() time.Duration { return slices.Min(c) }

// Median returns the round in the middle.
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

// Ratio returns the median of a/b, round by round: neighbours slow down both.
func Ratio(a, b Costs) float64 {
	ratios := make([]float64, len(a))
	for i := range ratios {
		ratios[i] = float64(a[i]) / float64(b[i])
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// Per returns a cost divided among n, in nanoseconds.
func Per(cost time.Duration, n int) float64 { return float64(cost.Nanoseconds()) / float64(n) }

// Rate returns how many of n are done in a second of processor time.
func Rate(cost time.Duration, n int) float64 { return float64(n) / cost.Seconds() }
