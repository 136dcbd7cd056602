package exact

import (
	"errors"
	"math"
	"math/bits"
)

var (
	// ErrOverflow means that a result is greater than the greatest uint64.
	ErrOverflow = errors.New("exact: result does not fit in 64 bits")

	// ErrUnderflow means that a difference would be below 0.
	ErrUnderflow = errors.New("exact: result is below zero")

	// ErrDivideByZero means that the divisor is zero.
	ErrDivideByZero = errors.New("exact: division by zero")
)

// Add returns a + b.
func Add(a, b uint64) (uint64, error) {
	sum, carry := bits.Add64(a, b, 0)
	if carry != 0 {
		return 0, ErrOverflow
	}
	return sum, nil
}

// AddUpTo returns a + b, or the greatest uint64 if the sum does not fit. It serves sums that are reported and never paid: they
// stop growing instead of failing.
func AddUpTo(a, b uint64) uint64 {
	sum, carry := bits.Add64(a, b, 0)
	if carry != 0 {
		return math.MaxUint64
	}
	return sum
}

// Sub returns a − b.
func Sub(a, b uint64) (uint64, error) {
	if b > a {
		return 0, ErrUnderflow
	}
	return a - b, nil
}

// Mul returns a·b.
func Mul(a, b uint64) (uint64, error) {
	hi, lo := bits.Mul64(a, b)
	if hi != 0 {
		return 0, ErrOverflow
	}
	return lo, nil
}

// Sum returns the sum of xs, and 0 for none.
func Sum(xs ...uint64) (uint64, error) {
	var sum uint64
	for _, x := range xs {
		next, carry := bits.Add64(sum, x, 0)
		if carry != 0 {
			return 0, ErrOverflow
		}
		sum = next
	}
	return sum, nil
}
