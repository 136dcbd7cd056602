package pricing

import (
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Earned returns the part of the cost that delivered units have earned: floor(cost · units / acceptance), and all of it
// from the acceptance units on. Rounding down delays a base unit of the provider and never drops it.
func Earned(cost, units, acceptance uint64) (uint64, error) {
	if units >= acceptance {
		return cost, nil
	}
	return exact.MulDivFloor(cost, units, acceptance)
}

// Proof returns the amount that proves an installation: a tenth of what the rated output, in Wh or litres an hour, gives in
// a time, rounded up. It is at least 1.
func Proof(capacity, seconds uint64) (uint64, error) {
	return exact.MulDivCeil(capacity, seconds, 10*secondsPerHour)
}

// MinAcceptance returns the units that the rated output gives in a number of hours, rounded up.
func MinAcceptance(capacity, hours, unitSize uint64) (uint64, error) {
	return exact.MulDivCeil(capacity, hours, unitSize)
}

const secondsPerHour = 3_600
