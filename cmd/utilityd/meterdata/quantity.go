package meterdata

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
)

// Scale is how many parts make one Wh or litre. It is a multiple of 3,600 and of 10^9, so that seconds of power and the legal
// definitions of gallon and cubic foot are whole numbers of parts.
const Scale uint64 = 3_600_000_000_000

// ErrTooLarge means that a quantity does not fit in 64 bits of whole units.
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

// Rest is what was measured beyond the last whole register step, as a count of parts of 1/(Scale · denominator) Wh or litres. It
// is always below one step, which is Scale · numerator of these parts.
type Rest struct {
	Hi uint64 `json:"hi,omitempty"`
	Lo uint64 `json:"lo,omitempty"`
}

// Steps returns how many register steps of numerator/denominator Wh or litres the quantity and a rest make, rounded down, and
// the rest that is left. Adding up through it rounds the running sum and not each quantity. Numerator and denominator are at
// least 1.
func (q Quantity) Steps(rest Rest, numerator, denominator uint64) (steps uint64, left Rest, err error) {
	size, low := bits.Mul64(Scale, numerator)
	if numerator == 0 || denominator == 0 {
		return 0, Rest{}, ErrTooLarge
	}
	if size != 0 {
		return q.wideSteps(rest, numerator, denominator)
	}
	// parts = (Whole · Scale + Part) · denominator + rest, up to 192 bits; the highest word must be 0 for the steps to fit.
	hi, lo := bits.Mul64(q.Whole, Scale)
	lo, carry := bits.Add64(lo, q.Part, 0)
	hi += carry
	topHi, topLo := bits.Mul64(hi, denominator)
	midHi, midLo := bits.Mul64(lo, denominator)
	midLo, carry = bits.Add64(midLo, rest.Lo, 0)
	high, carry := bits.Add64(topLo, midHi, carry)
	if topHi != 0 || carry != 0 || high >= low {
		return 0, Rest{}, ErrTooLarge
	}
	steps, left.Lo = bits.Div64(high, midLo, low)
	return steps, left, nil
}

// wideSteps is Steps for steps so large that their parts do not fit in 64 bits.
func (q Quantity) wideSteps(rest Rest, numerator, denominator uint64) (steps uint64, left Rest, err error) {
	of := func(v uint64) *big.Int { return new(big.Int).SetUint64(v) }
	parts := of(q.Whole)
	parts.Mul(parts, of(Scale)).Add(parts, of(q.Part)).Mul(parts, of(denominator))
	held := of(rest.Hi)
	parts.Add(parts, held.Lsh(held, 64).Add(held, of(rest.Lo)))
	size := of(Scale)
	whole, over := parts.QuoRem(parts, size.Mul(size, of(numerator)), new(big.Int))
	if !whole.IsUint64() {
		return 0, Rest{}, ErrTooLarge
	}
	left.Hi = new(big.Int).Rsh(over, 64).Uint64()
	left.Lo = over.And(over, of(math.MaxUint64)).Uint64()
	return whole.Uint64(), left, nil
}
