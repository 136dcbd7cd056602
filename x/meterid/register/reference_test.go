package register_test

import (
	"math/big"

	"github.com/utilityd/utilityd/x/meterid/register"
)

// slow is a register as one would follow it on paper: it adds up every step that the device has counted, in numbers of any
// length, and divides once.
type slow struct {
	form    register.Form
	value   uint64
	counted *big.Int // in 1/Denominator Wh or litres
}

func newSlow(form register.Form, value uint64) *slow {
	s := &slow{form: form, counted: new(big.Int)}
	s.advance(value)
	return s
}

func (s *slow) advance(steps uint64) {
	s.counted.Add(s.counted, new(big.Int).Mul(wide(steps), wide(s.form.Numerator)))
	shown := new(big.Int).Add(wide(s.value), wide(steps))
	s.value = shown.Mod(shown, s.modulus()).Uint64()
}

// rebase shows another value and has counted nothing.
func (s *slow) rebase(opening uint64) { s.value = opening }

// total is not modulo anything.
func (s *slow) total() *big.Int {
	return new(big.Int).Quo(s.counted, wide(s.form.Denominator))
}

// modulus is the number of values that the register can show.
func (s *slow) modulus() *big.Int {
	if s.form.Digits == 0 {
		return new(big.Int).Lsh(big.NewInt(1), 64)
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(s.form.Digits)), nil)
}

func wide(v uint64) *big.Int { return new(big.Int).SetUint64(v) }

// low is a number modulo 2^64.
func low(v *big.Int) uint64 {
	return new(big.Int).And(v, wide(^uint64(0))).Uint64()
}
