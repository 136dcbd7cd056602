package accrual

import (
	"errors"
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// ErrSettledAhead means that a holder claims to have been settled at a higher index than there is.
var ErrSettledAhead = errors.New("accrual: settled ahead of the index")

// Index is the amount allotted to each unit of weight since the beginning. The zero Index has no holders and no amounts.
type Index struct {
	Acc    uint64 // units for each unit of weight since the beginning; never falls
	Carry  uint64 // units not divided yet; below Weight after an Add with holders
	Weight uint64 // of all holders
}

// Add divides an amount among the holders, rounded down, and carries the rest. With no holders it carries all.
func (x Index) Add(amount uint64) (Index, error) {
	next := x
	if x.Weight == 0 {
		carry, err := exact.Add(x.Carry, amount)
		if err != nil {
			return x, fmt.Errorf("carry %d and %d more: %w", x.Carry, amount, err)
		}
		next.Carry = carry
		return next, nil
	}

	each, carry, err := exact.MulAddDivRem(amount, 1, x.Carry, x.Weight)
	if err != nil {
		return x, fmt.Errorf("carry %d and %d more among %d: %w", x.Carry, amount, x.Weight, err)
	}
	acc, err := exact.Add(x.Acc, each)
	if err != nil {
		return x, fmt.Errorf("index %d and %d more: %w", x.Acc, each, err)
	}
	next.Acc, next.Carry = acc, carry
	return next, nil
}

// Owed returns what a holder of weight has earned since it was last settled. It is exact: all rounding is in the index.
func (x Index) Owed(weight, last uint64) (uint64, error) {
	if last > x.Acc {
		return 0, fmt.Errorf("%w: expected at most %d, got %d", ErrSettledAhead, x.Acc, last)
	}
	owed, err := exact.Mul(weight, x.Acc-last)
	if err != nil {
		return 0, fmt.Errorf("owed %d times %d: %w", weight, x.Acc-last, err)
	}
	return owed, nil
}

// Join adds to the weight of all. A holder that has some already is settled first; the new weight counts from Acc on.
func (x Index) Join(weight uint64) (Index, error) {
	sum, err := exact.Add(x.Weight, weight)
	if err != nil {
		return x, fmt.Errorf("weight %d and %d more: %w", x.Weight, weight, err)
	}
	next := x
	next.Weight = sum
	return next, nil
}

// Leave subtracts from the weight of all. The holder is settled first; the carry stays with the others, or waits for
// the next to join.
func (x Index) Leave(weight uint64) (Index, error) {
	rest, err := exact.Sub(x.Weight, weight)
	if err != nil {
		return x, fmt.Errorf("expected a weight of at most %d, got %d: %w", x.Weight, weight, err)
	}
	next := x
	next.Weight = rest
	return next, nil
}
