package exact_test

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// slowMulAddDivRem is MulAddDivRem as a textbook has it, in numbers of any length.
func slowMulAddDivRem(a, b, c, d uint64) (q, r uint64, err error) {
	if d == 0 {
		return 0, 0, exact.ErrDivideByZero
	}
	n := new(big.Int).Mul(wide(a), wide(b))
	n.Add(n, wide(c))
	quotient, remainder := new(big.Int).QuoRem(n, wide(d), new(big.Int))
	if !quotient.IsUint64() {
		return 0, 0, exact.ErrOverflow
	}
	return quotient.Uint64(), remainder.Uint64(), nil
}

// slowMulDivCeil rounds up by adding d − 1 first.
func slowMulDivCeil(a, b, d uint64) (uint64, error) {
	if d == 0 {
		return 0, exact.ErrDivideByZero
	}
	n := new(big.Int).Mul(wide(a), wide(b))
	n.Add(n, wide(d-1))
	n.Quo(n, wide(d))
	if !n.IsUint64() {
		return 0, exact.ErrOverflow
	}
	return n.Uint64(), nil
}

func wide(x uint64) *big.Int { return new(big.Int).SetUint64(x) }

// number draws small and great numbers alike, and often those next to a power of two.
var number = rapid.Custom(func(t *rapid.T) uint64 {
	power := uint64(1) << rapid.IntRange(0, 63).Draw(t, "power")
	switch rapid.IntRange(0, 3).Draw(t, "near") {
	case 0:
		return power - 1
	case 1:
		return power
	case 2:
		return -power
	default:
		return rapid.Uint64().Draw(t, "any")
	}
})

func TestAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agree(t, number.Draw(t, "a"), number.Draw(t, "b"), number.Draw(t, "c"), number.Draw(t, "d"))
	})
}

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// agree holds every division of the package against its slow twin.
func agree(t fataller, a, b, c, d uint64) {
	t.Helper()

	q, r, err := exact.MulAddDivRem(a, b, c, d)
	wantQ, wantR, wantErr := slowMulAddDivRem(a, b, c, d)
	if q != wantQ || r != wantR || !errors.Is(err, wantErr) {
		t.Fatalf("(%d·%d + %d)/%d: expected %d, %d, %v, got %d, %d, %v", a, b, c, d, wantQ, wantR, wantErr, q, r, err)
	}

	floor, floorErr := exact.MulDivFloor(a, b, d)
	wantFloor, _, wantErr := slowMulAddDivRem(a, b, 0, d)
	if floor != wantFloor || !errors.Is(floorErr, wantErr) {
		t.Fatalf("⌊%d·%d/%d⌋: expected %d, %v, got %d, %v", a, b, d, wantFloor, wantErr, floor, floorErr)
	}

	ceil, ceilErr := exact.MulDivCeil(a, b, d)
	wantCeil, wantErr := slowMulDivCeil(a, b, d)
	if ceil != wantCeil || !errors.Is(ceilErr, wantErr) {
		t.Fatalf("⌈%d·%d/%d⌉: expected %d, %v, got %d, %v", a, b, d, wantCeil, wantErr, ceil, ceilErr)
	}

	if ceilErr == nil && (ceil < floor || ceil-floor > 1) {
		t.Fatalf("%d·%d/%d: expected floor and ceiling at most one apart, got %d and %d", a, b, d, floor, ceil)
	}
}
