package credit

import (
	"errors"
	"fmt"
	"slices"
)

// Max is the maximum number of open vouchers of a device. It bounds the work of a code.
const Max = 16

var (
	// ErrOrder means that the open vouchers are not as the rules leave them.
	ErrOrder = errors.New("vouchers are out of order")
	// ErrTooMany means that more vouchers are open than Max.
	ErrTooMany = errors.New("too many open vouchers")
)

// Open is an open voucher.
type Open struct {
	// Units were bought, at least 1.
	Units uint64
	// Counted is the number of steps since then that no other voucher was released for, less than the units.
	Counted uint64
}

// Result is what steps do to the open vouchers of a device.
type Result struct {
	// Released are the places of the released vouchers in the list, in the order of their release.
	Released []int
	// Counted is for each voucher of the list what it has counted; 0 if it is released.
	Counted []uint64
	// Surplus is the number of steps that no open voucher counts.
	Surplus uint64
}

// Check reports whether open vouchers, the oldest first, are as the rules leave them.
func Check(open []Open) error {
	if len(open) > Max {
		return fmt.Errorf("%w: expected at most %d, got %d", ErrTooMany, Max, len(open))
	}
	for i, o := range open {
		if o.Counted >= o.Units {
			return fmt.Errorf("%w: expected voucher %d to count less than its %d units, got %d", ErrOrder, i, o.Units, o.Counted)
		}
		if i > 0 && o.Counted > open[i-1].Counted {
			return fmt.Errorf("%w: expected voucher %d to count at most the %d steps of the older one, got %d",
				ErrOrder, i, open[i-1].Counted, o.Counted)
		}
	}
	return nil
}

// Count adds steps to the open vouchers of a device, the oldest first.
func Count(open []Open, steps uint64) (Result, error) {
	if err := Check(open); err != nil {
		return Result{}, err
	}
	left := slices.Clone(open)
	places := make([]int, len(open)) // of those left, in the list
	for i := range places {
		places[i] = i
	}
	r := Result{Counted: make([]uint64, len(open)), Surplus: steps}
	for len(left) > 0 {
		next := first(left)
		missing := left[next].Units - left[next].Counted
		taken := min(missing, r.Surplus)
		r.Surplus -= taken
		for i := range left {
			left[i].Counted += taken
		}
		if taken < missing {
			break
		}
		r.Released = append(r.Released, places[next])
		for i := range left {
			if i < next {
				left[i].Counted -= left[next].Units
			} else {
				left[i].Counted = 0
			}
		}
		left, places = slices.Delete(left, next, next+1), slices.Delete(places, next, next+1)
	}
	for i, place := range places {
		r.Counted[place] = left[i].Counted
	}
	return r, nil
}

// first returns the place of the voucher that the fewest steps release, the oldest of several.
func first(open []Open) int {
	place := 0
	for i, o := range open {
		if o.Units-o.Counted < open[place].Units-open[place].Counted {
			place = i
		}
	}
	return place
}

// Needed returns the number of steps that release a voucher of the list, if no other is bought or refunded before.
func Needed(open []Open, place int) (uint64, error) {
	if err := Check(open); err != nil {
		return 0, err
	}
	if place < 0 || place >= len(open) {
		return 0, fmt.Errorf("%w: expected a place from 0 to %d, got %d", ErrOrder, len(open)-1, place)
	}
	// What is released by some steps is released by more of them, so the number can be searched by halves.
	low, high := uint64(1), Total(open)
	for low < high {
		steps := low + (high-low)/2
		r, err := Count(open, steps)
		if err != nil {
			return 0, err
		}
		if slices.Contains(r.Released, place) {
			high = steps
		} else {
			low = steps + 1
		}
	}
	return low, nil
}

// Total returns the number of steps that release all open vouchers.
func Total(open []Open) (steps uint64) {
	for i, o := range open {
		if steps += o.Units; i == 0 {
			steps -= o.Counted
		}
	}
	return steps
}
