package netting

import (
	"fmt"
	"math/bits"
)

const (
	// MaxEnergy is the maximum that a member imports, exports or carries in one epoch, Wh. With it, the sums over MaxMembers
	// members fit in 64 bits.
	MaxEnergy = 1<<40 - 1

	// MaxWeight is the greatest static weight, for the same reason.
	MaxWeight = 1<<40 - 1

	// MaxMembers is the maximum number of members of a community.
	MaxMembers = 1 << 23

	// MilliPerUnit is the number of thousandths in a base unit of money, and of Wh in a kWh.
	MilliPerUnit = 1000
)

// Side is a member's part in the netting of an epoch: a supply or a demand, never both.
type Side struct {
	Supply uint64 // Wh that it can give
	Demand uint64 // Wh that it needs and can pay
	Weight uint64 // static weight, in any case
}

// Totals are the sums of the sides of all members.
type Totals struct {
	Supply uint64 // S, Wh
	Demand uint64 // D, Wh
	Weight uint64 // W, sum of the static weights
}

// Add adds a side. What does not fit in 64 bits is an error and changes nothing.
func (t *Totals) Add(s Side) error {
	supply, c1 := bits.Add64(t.Supply, s.Supply, 0)
	demand, c2 := bits.Add64(t.Demand, s.Demand, 0)
	weight, c3 := bits.Add64(t.Weight, s.Weight, 0)
	if c1|c2|c3 != 0 {
		return fmt.Errorf("%w: %+v and %+v", ErrTooMuch, *t, s)
	}
	*t = Totals{Supply: supply, Demand: demand, Weight: weight}
	return nil
}

// Position returns export − import + carried, Wh: a surplus above 0, a deficit below. Amounts beyond MaxEnergy count as
// MaxEnergy, so that the result always fits.
func Position(importWh, exportWh uint64, carriedWh int64) int64 {
	carriedWh = max(min(carriedWh, MaxEnergy), -MaxEnergy)
	return int64(min(exportWh, MaxEnergy)) - int64(min(importWh, MaxEnergy)) + carriedWh
}

// SideOf returns the side of a member that stands at position, and what is withheld from the netting: a surplus that is
// not renewable, or the part of a deficit above affordable. Supply, demand and withheld sum to |position|. The weight is the
// member's own in any case.
func SideOf(position int64, renewable bool, weight, affordable uint64) (s Side, withheld uint64) {
	s.Weight = weight
	switch {
	case position > 0 && renewable:
		s.Supply = uint64(position)
	case position > 0:
		withheld = uint64(position)
	default:
		deficit := magnitude(position)
		s.Demand = min(deficit, affordable)
		withheld = deficit - s.Demand
	}
	return s, withheld
}

// magnitude returns |x|, also for the least int64.
func magnitude(x int64) uint64 {
	sign := uint64(x >> 63)          //nolint:gosec // all bits are the sign
	return (uint64(x) ^ sign) - sign //nolint:gosec // the bit pattern is wanted
}
