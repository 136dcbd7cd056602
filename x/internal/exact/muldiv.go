package exact

import (
	"math"
	"math/bits"
)

// MulDivFloor returns a·b/d rounded down.
func MulDivFloor(a, b, d uint64) (uint64, error) {
	q, _, err := MulAddDivRem(a, b, 0, d)
	return q, err
}

// MulDivCeil returns a·b/d rounded up.
func MulDivCeil(a, b, d uint64) (uint64, error) {
	q, r, err := MulAddDivRem(a, b, 0, d)
	if err != nil || r == 0 {
		return q, err
	}
	if q == math.MaxUint64 {
		return 0, ErrOverflow
	}
	return q + 1, nil
}

// MulAddDivRem returns the quotient and the remainder of (a·b + c) / d. The quotient is rounded down; the remainder is
// what that leaves, less than d.
func MulAddDivRem(a, b, c, d uint64) (q, r uint64, err error) {
	if d == 0 {
		return 0, 0, ErrDivideByZero
	}
	hi, lo := bits.Mul64(a, b)
	lo, carry := bits.Add64(lo, c, 0)
	hi += carry // cannot wrap: (2⁶⁴−1)² + (2⁶⁴−1) < 2¹²⁸
	if hi >= d {
		return 0, 0, ErrOverflow
	}
	q, r = bits.Div64(hi, lo, d)
	return q, r, nil
}
