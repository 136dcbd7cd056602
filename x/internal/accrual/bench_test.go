package accrual_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/internal/accrual"
)

func BenchmarkAdd(b *testing.B) {
	index := accrual.Index{Weight: 12_345}
	for range b.N {
		next, err := index.Add(1_000)
		if err != nil {
			b.Fatal(err)
		}
		index = next
	}
}

var sink uint64

func BenchmarkOwed(b *testing.B) {
	index := accrual.Index{Acc: 1 << 40, Weight: 12_345}
	for i := range uint64(b.N) {
		owed, err := index.Owed(12, i&(1<<40-1))
		if err != nil {
			b.Fatal(err)
		}
		sink += owed
	}
}
