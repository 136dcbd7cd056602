package exact_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/internal/exact"
)

func FuzzMulDiv(f *testing.F) {
	f.Fuzz(func(t *testing.T, a, b, c, d uint64) {
		agree(t, a, b, c, d)
	})
}

func FuzzZigZag(f *testing.F) {
	f.Fuzz(func(t *testing.T, v int64) {
		if got := exact.UnZigZag(exact.ZigZag(v)); got != v {
			t.Fatalf("expected %d back, got %d", v, got)
		}
		if v >= 0 && exact.ZigZag(v) != 2*uint64(v) {
			t.Fatalf("expected twice %d, got %d", v, exact.ZigZag(v))
		}
	})
}
