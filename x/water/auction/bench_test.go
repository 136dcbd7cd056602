//go:build unix

package auction_test

import (
	"fmt"
	"syscall"
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

// cpu returns the processor time of this process so far, ns: unlike the wall clock it does not tick for the neighbours.
func cpu(b *testing.B) float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkClear reports the processor time of clearing a book.
func BenchmarkClear(b *testing.B) {
	for _, row := range []struct {
		name   string
		spread bool
	}{
		{"different-limits", true},
		{"100-limits", false},
	} {
		for _, n := range []int{20, 200, 2_000, 4_000, 40_000} {
			b.Run(fmt.Sprintf("%s/orders=%d", row.name, n), func(b *testing.B) {
				orders := fullBook(n, row.spread)
				r, err := auction.Clear(orders, 0, 1)
				if err != nil {
					b.Fatal(err)
				}
				filled := 0
				for _, d := range r.Deals {
					if d.Filled > 0 {
						filled++
					}
				}
				b.ReportAllocs()
				start := cpu(b)
				for b.Loop() {
					if _, err := auction.Clear(orders, 0, 1); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric((cpu(b)-start)/float64(b.N)/1000, "cpu-µs/op")
				b.ReportMetric(float64(filled)/float64(n), "filled")
			})
		}
	}
}
