package auction

import (
	"cmp"
	"fmt"
	"slices"
)

// Step is a step of the demand or the supply: the orders of one side that have the same limit.
type Step struct {
	Limit  Price
	Orders int
	Litres Litres // of these orders
	Total  Litres // of these and all better orders: the demand or the supply at this price
}

// place is an order in the ranking of its side.
type place struct {
	limit Price
	index int // in the caller's slice
}

// side is one side of a book, best first; orders with the same limit stand in time order.
type side struct {
	places []place
	steps  []Step
}

// rank sorts and adds up the orders of one side, which are valid and not too many.
func rank(orders []Order, which Side) side {
	count := 0
	for _, o := range orders {
		if o.Side == which {
			count++
		}
	}
	s := side{places: make([]place, 0, count)}
	for i, o := range orders {
		if o.Side == which {
			s.places = append(s.places, place{limit: o.Limit, index: i})
		}
	}
	// No two places are equal, so that every way of sorting gives the same.
	slices.SortFunc(s.places, func(a, b place) int {
		if a.limit == b.limit {
			return cmp.Compare(a.index, b.index)
		}
		if (a.limit > b.limit) == (which == Buy) {
			return -1
		}
		return 1
	})

	var total Litres
	for _, p := range s.places {
		last := len(s.steps) - 1
		if last < 0 || s.steps[last].Limit != p.limit {
			s.steps = append(s.steps, Step{Limit: p.limit})
			last++
		}
		litres := orders[p.index].Litres
		total += litres
		step := &s.steps[last]
		step.Orders++
		step.Litres += litres
		step.Total = total
	}
	return s
}

// check reports whether a book can be cleared whatever its price, so that no auction fails for what it comes to.
func check(orders []Order) error {
	if len(orders) > MaxOrders {
		return fmt.Errorf("%w: expected at most %d, got %d", ErrTooMany, MaxOrders, len(orders))
	}
	var sum Money
	for i, o := range orders {
		money, _, err := o.Escrow()
		if err != nil {
			return fmt.Errorf("order %d: %w", i, err)
		}
		sum += money // both fit in 62 bits
		if sum > MaxEscrow {
			return fmt.Errorf("%w: expected at most %d in all, got %d up to order %d", ErrTooMuch, MaxEscrow, sum, i)
		}
	}
	return nil
}
