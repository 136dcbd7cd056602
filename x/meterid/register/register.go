package register

import (
	"math/bits"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// MaxDigits is the maximum number of digits of a Form: 10^19 is the greatest power of ten that 64 bits hold.
const MaxDigits = 19

// powers are those of ten, by exponent.
var powers = [MaxDigits + 1]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// Form is the unit and the digits of a device's registers.
type Form struct {
	// Numerator and Denominator are the value of a step, Wh or litres; at least 1.
	Numerator, Denominator uint64
	// Digits is the number of decimal digits after which a register starts again at 0, at most MaxDigits; 0: it never does.
	Digits uint32
}

// Base is the amount counted before a register last wrapped or was rebased; zero if it never did.
type Base struct {
	// Phase is the part of a Wh or litre, in 1/Denominator and below it.
	Phase uint64
	// Offset is the whole Wh or litres, modulo 2^64.
	Offset uint64
}

// Modulus returns how many values a register with digits can show; 0 without digits.
func (f Form) Modulus() uint64 {
	if f.Digits == 0 {
		return 0
	}
	return powers[f.Digits]
}

// Holds reports whether a register has digits enough to show the value.
func (f Form) Holds(value uint64) bool { return f.Digits == 0 || value < f.Modulus() }

// Steps returns the number of steps a register has advanced, and whether it has gone back. If it has
// digits, the steps are then those of a wrap; if it has none, there are no steps.
func (f Form) Steps(from, to uint64) (steps uint64, back bool) {
	switch {
	case to >= from:
		return to - from, false
	case f.Digits == 0:
		return 0, true
	default:
		return f.Modulus() - from + to, true
	}
}

// Amount returns the amount of an advance by some steps, Wh or litres, rounded down as totals are. It is
// exact.ErrOverflow if that does not fit in 64 bits.
func (f Form) Amount(b Base, from, steps uint64) (uint64, error) {
	if f.Denominator == 1 {
		return exact.Mul(steps, f.Numerator)
	}
	_, part := f.divide(from, b.Phase)
	amount, _, err := exact.MulAddDivRem(steps, f.Numerator, part, f.Denominator)
	return amount, err
}

// Total returns the total count of a register, modulo 2^64.
func (f Form) Total(b Base, value uint64) uint64 {
	whole, _ := f.divide(value, b.Phase)
	return whole + b.Offset
}

// Wrapped returns the base of a register that has gone from its highest value to 0.
func (f Form) Wrapped(b Base) Base {
	whole, part := f.divide(f.Modulus(), b.Phase)
	return Base{Phase: part, Offset: b.Offset + whole}
}

// Rebased returns the base of a register that showed one value and now shows another one, having counted nothing.
func (f Form) Rebased(b Base, closing, opening uint64) Base {
	whole, part := f.divide(closing, b.Phase)
	lessWhole, lessPart := f.divide(opening, 0)
	if part < lessPart {
		part += f.Denominator
		whole--
	}
	return Base{Phase: part - lessPart, Offset: b.Offset + whole - lessWhole}
}

// divide returns (value · Numerator + phase) / Denominator, modulo 2^64, and the remainder.
func (f Form) divide(value, phase uint64) (whole, part uint64) {
	hi, lo := bits.Mul64(value, f.Numerator)
	lo, carry := bits.Add64(lo, phase, 0)
	return bits.Div64((hi+carry)%f.Denominator, lo, f.Denominator)
}
