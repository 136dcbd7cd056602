package exact_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/internal/exact"
)

var sink uint64

func BenchmarkMulAddDivRem(b *testing.B) {
	var carry uint64
	for i := range uint64(b.N) {
		q, r, err := exact.MulAddDivRem(i|1<<40, 250_000, carry, 1000)
		if err != nil {
			b.Fatal(err)
		}
		sink += q
		carry = r
	}
}

func BenchmarkMulDivCeil(b *testing.B) {
	for i := range uint64(b.N) {
		q, err := exact.MulDivCeil(i|1<<40, 250_000, 1000)
		if err != nil {
			b.Fatal(err)
		}
		sink += q
	}
}

func BenchmarkSum(b *testing.B) {
	xs := make([]uint64, 128)
	for i := range xs {
		xs[i] = uint64(i)
	}
	for range b.N {
		sum, err := exact.Sum(xs...)
		if err != nil {
			b.Fatal(err)
		}
		sink += sum
	}
}
