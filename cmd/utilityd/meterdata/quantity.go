package meterdata

import (
	"errors"
	"math"
	"math/bits"
)

// Scale is how many parts make one Wh or litre. It is a multiple of 3,600 and of 10^9, so that seconds of power and the legal
// definitions of gallon and cubic foot are whole numbers of parts.
const Scale uint64 = 3_600_000_000_000

// ErrTooLarge says that a quantity does not fit in 64 bits of whole units.
var ErrTooLarge = errors.New("quantity is too large")

// Quantity is a number of Wh or litres, Whole + Part / Scale with Part < Scale.
type Quantity struct {
	Whole uint64 `json:"whole,omitempty"`
	Part  uint64 `json:"part,omitempty"`
}

// Of returns a whole quantity.
func Of(whole uint64) Quantity { return Quantity{Whole: whole} }

// IsZero reports whether the quantity is 0.
func (q Quantity) IsZero() bool { return q == Quantity{} }

// Less reports whether q < o.
func (q Quantity) Less(o Quantity) bool {
	return q.Whole < o.Whole || q.Whole == o.Whole && q.Part < o.Part
}

// Plus returns q + o, exactly.
func (q Quantity) Plus(o Quantity) (Quantity, error) {
	part, more := q.Part+o.Part, uint64(0)
	if part >= Scale {
		part, more = part-Scale, 1
	}
	whole, carry := bits.Add64(q.Whole, o.Whole, more)
	if carry != 0 {
		return Quantity{}, ErrTooLarge
	}
	return Quantity{whole, part}, nil
}

// Minus returns q − o, exactly; o must not be above q.
func (q Quantity) Minus(o Quantity) Quantity {
	if q.Part < o.Part {
		return Quantity{q.Whole - o.Whole - 1, q.Part + Scale - o.Part}
	}
	return Quantity{q.Whole - o.Whole, q.Part - o.Part}
}

// Steps returns how many register steps of numerator/denominator Wh or litres the quantity and a rest make, rounded down, and
// the rest that is left. The rest is a count of parts of 1/(Scale · denominator) and always below Scale · numerator; adding up
// through it rounds the running sum and not each quantity. Numerator and denominator are at least 1; Scale · numerator must
// fit in 64 bits, which it does up to 5,000,000.
func (q Quantity) Steps(rest, numerator, denominator uint64) (steps, left uint64, err error) {
	size := Scale * numerator
	if over, _ := bits.Mul64(Scale, numerator); over != 0 || numerator == 0 || denominator == 0 {
		return 0, 0, ErrTooLarge
	}
	// parts = (Whole · Scale + Part) · denominator + rest, up to 192 bits; the highest word must be 0 for the steps to fit.
	hi, lo := bits.Mul64(q.Whole, Scale)
	lo, carry := bits.Add64(lo, q.Part, 0)
	hi += carry
	topHi, topLo := bits.Mul64(hi, denominator)
	midHi, midLo := bits.Mul64(lo, denominator)
	midLo, carry = bits.Add64(midLo, rest, 0)
	midHi += carry
	high, carry := bits.Add64(topLo, midHi, 0)
	if topHi != 0 || carry != 0 || high >= size {
		return 0, 0, ErrTooLarge
	}
	steps, left = bits.Div64(high, midLo, size)
	return steps, left, nil
}

// MaxNumerator is the greatest numerator of a register step that Steps takes.
const MaxNumerator = math.MaxUint64 / Scale
