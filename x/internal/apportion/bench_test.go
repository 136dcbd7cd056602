package apportion_test

import (
	"fmt"
	"testing"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

var sink uint64

// BenchmarkShare is the price of one member's share from its prefix alone: two divisions.
func BenchmarkShare(b *testing.B) {
	const weight = 1 << 40
	d, err := apportion.New(weight/3, weight, apportion.Offset(7, weight))
	if err != nil {
		b.Fatal(err)
	}
	for i := range uint64(b.N) {
		sink += d.Share(i<<8&(weight-1), 1000)
	}
}

// BenchmarkCut is the price of one member's share in a pass over all: one division.
func BenchmarkCut(b *testing.B) {
	const weight = 1 << 40
	d, err := apportion.New(weight/3, weight, apportion.Offset(7, weight))
	if err != nil {
		b.Fatal(err)
	}
	var cut uint64
	for i := range uint64(b.N) {
		next := d.Cut(i << 8 & (weight - 1))
		sink += next - cut
		cut = next
	}
}

func BenchmarkOffset(b *testing.B) {
	for i := range uint64(b.N) {
		sink += apportion.Offset(i, 1<<40)
	}
}

// BenchmarkShares reports the time per member beside that of only summing the same weights.
func BenchmarkShares(b *testing.B) {
	for _, n := range []int{100, 10_000, 1_000_000} {
		weights := make([]uint64, n)
		for i := range weights {
			weights[i] = uint64(i%1000) + 1
		}
		var weight uint64
		for _, w := range weights {
			weight += w
		}
		b.Run(fmt.Sprintf("members=%d", n), func(b *testing.B) {
			for range b.N {
				shares, err := apportion.Shares(weight/3, weights, apportion.Offset(7, weight))
				if err != nil {
					b.Fatal(err)
				}
				sink += shares[0]
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/member")
		})
		b.Run(fmt.Sprintf("sum-only=%d", n), func(b *testing.B) {
			for range b.N {
				var sum uint64
				for _, w := range weights {
					sum += w
				}
				sink += sum
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/member")
		})
	}
}
