package voucher_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

var sink voucher.Code

func BenchmarkStep(b *testing.B) {
	for _, row := range []struct {
		name   string
		digits int
	}{
		{"20-digits", 20},
		{"24-digits", 24},
		{"30-digits", 30},
	} {
		b.Run(row.name, func(b *testing.B) {
			c := anchor(b, row.digits)
			b.ReportAllocs()
			for b.Loop() {
				c = voucher.Step(seven, c)
			}
			sink = c
		})
	}
}

// BenchmarkWrongCode measures the maximum work that a code can cause.
func BenchmarkWrongCode(b *testing.B) {
	for _, row := range []struct {
		name   string
		digits int
	}{
		{"20-digits", 20},
		{"30-digits", 30},
	} {
		b.Run(row.name, func(b *testing.B) {
			current := anchor(b, row.digits)
			wrong := voucher.Step(eight, current)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := voucher.Verify(seven, current, wrong, voucher.MaxSteps); err == nil {
					b.Fatal("expected an error")
				}
			}
		})
	}
}

func BenchmarkNewChain(b *testing.B) {
	for b.Loop() {
		if _, err := voucher.NewChain(seed, seven, 10_000, 20); err != nil {
			b.Fatal(err)
		}
	}
}

func anchor(tb testing.TB, digits int) voucher.Code {
	tb.Helper()
	return chain(tb, seven, 2_000, digits).Anchor()
}
