package rate

import (
	"math"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/meterid/register"
)

const secondsPerHour = 3_600

// Limit is the rate of a register.
type Limit struct {
	// PerHour is the amount that is plausible in an hour, Wh or litres.
	PerHour uint64
	// Burst is the maximum by which the register may be ahead, 1/3600 Wh or litres.
	Burst uint64
}

// Of returns the limit of a register in the unit of a form, whose numerator and denominator are at most 10^9.
func Of(perHour uint64, f register.Form) Limit {
	return Limit{PerHour: perHour, Burst: secondsPerHour * (f.Numerator + f.Denominator - 1) / f.Denominator}
}

// Max returns the maximum plausible amount, Wh or litres, some seconds after a register was ahead by so much; the maximum number if
// that does not fit.
func (l Limit) Max(ahead, seconds uint64) uint64 {
	amount, _ := l.room(ahead, seconds)
	return amount
}

// Next returns by how much a register is ahead after a reading with an amount, some seconds after it was ahead by so much: at most Burst,
// also after an amount above Max, which its issuer has attested.
func (l Limit) Next(ahead, seconds, amount uint64) uint64 {
	whole, rest := l.room(ahead, seconds)
	switch {
	case amount > whole:
		return l.Burst
	case whole-amount > l.Burst/secondsPerHour:
		return 0
	}
	return l.Burst - min((whole-amount)*secondsPerHour+rest, l.Burst)
}

// room returns the amount that is plausible, whole Wh or litres and the rest in 1/3600.
func (l Limit) room(ahead, seconds uint64) (whole, rest uint64) {
	whole, rest, err := exact.MulAddDivRem(l.PerHour, seconds, l.Burst-min(ahead, l.Burst), secondsPerHour)
	if err != nil {
		return math.MaxUint64, 0
	}
	return whole, rest
}
