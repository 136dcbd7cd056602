package netting

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/utilityd/utilityd/x/internal/apportion"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Affordable returns the energy that prepaid money pays for at a price per kWh, Wh, rounded down. Free energy, or more than
// 64 bits hold, is the maximum uint64.
func Affordable(prepaid, price uint64) uint64 {
	hi, lo := bits.Mul64(prepaid, MilliPerUnit)
	if hi >= price {
		return math.MaxUint64
	}
	wh, _ := bits.Div64(hi, lo, price)
	return wh
}

// afford returns min(wh, Affordable(prepaid, price)) and divides only where the money does not suffice.
func afford(wh, prepaid, price uint64) uint64 {
	costHi, costLo := bits.Mul64(wh, price)
	haveHi, haveLo := bits.Mul64(prepaid, MilliPerUnit)
	if _, short := bits.Sub64(haveLo, costLo, 0); haveHi > costHi || haveHi == costHi && short == 0 {
		return wh
	}
	return Affordable(prepaid, price)
}

// Charge returns what take Wh cost at a price per kWh, in whole base units rounded down, and the thousandths that are left
// over and come on top of the next charge. The charge of what is Affordable never exceeds the prepaid money as long as
// carryMilli is below MilliPerUnit, as the rest of a charge always is.
func Charge(take, price, carryMilli uint64) (charge, leftMilli uint64, err error) {
	if carryMilli >= MilliPerUnit {
		return 0, 0, fmt.Errorf("%w: expected below %d, got %d", ErrCarry, MilliPerUnit, carryMilli)
	}
	hi, lo := bits.Mul64(take, price)
	lo, carry := bits.Add64(lo, carryMilli, 0)
	hi += carry // a product has at most 2⁶⁴−2 above the low word
	if hi == 0 {
		return lo / MilliPerUnit, lo % MilliPerUnit, nil
	}
	if hi >= MilliPerUnit {
		return 0, 0, fmt.Errorf("%w: %d Wh at %d per kWh", ErrTooMuch, take, price)
	}
	charge, leftMilli = bits.Div64(hi, lo, MilliPerUnit)
	return charge, leftMilli, nil
}

// Credits share the collected money among the givers, in proportion to what they give.
type Credits struct {
	division apportion.Division
}

// Credits returns the sharing of collected base units. Money without energy to pay for is an error.
func (r *Rule) Credits(collected uint64) (Credits, error) {
	d, err := apportion.New(collected, r.netted, apportion.Offset(r.epoch, r.netted))
	if err != nil {
		return Credits{}, fmt.Errorf("credits: %w", err)
	}
	return Credits{division: d}, nil
}

// Of returns the credit of a member who gives give Wh after others gave given.
func (c Credits) Of(given, give uint64) uint64 { return c.division.Share(given, give) }

// Page computes Credit from Give, for members after given Wh, and returns the sum.
func (c Credits) Page(given uint64, pg *Page) (sum uint64) {
	n := len(pg.Give)
	credit := pg.Credit[:n]
	first := c.division.Cut(given)
	cut := first
	for i, give := range pg.Give {
		given += give
		next := c.division.Cut(given)
		credit[i] = next - cut
		cut = next
	}
	return cut - first
}

// ChargePage computes Charge and LeftMilli from Take and the members' thousandths so far, and returns the sum of the
// charges.
func (pg *Page) ChargePage(price uint64, carryMilli []uint64) (sum uint64, err error) {
	n := len(pg.Take)
	carryMilli, charge, left := carryMilli[:n], pg.Charge[:n], pg.LeftMilli[:n]
	for i, take := range pg.Take {
		if charge[i], left[i], err = Charge(take, price, carryMilli[i]); err != nil {
			return 0, err
		}
		if sum, err = exact.Add(sum, charge[i]); err != nil {
			return 0, fmt.Errorf("%w: charges: %w", ErrTooMuch, err)
		}
	}
	return sum, nil
}
