package auction

import "fmt"

// Nobody is the index of no order.
const Nobody = -1

// Better reports whether a has price priority over b, an order of the same side: the buyer with the higher limit, or the
// seller with the lower one. Of two orders with the same limit neither is better.
func Better(a, b Order) bool {
	if a.Side != b.Side {
		return false
	}
	if a.Side == Buy {
		return a.Limit > b.Limit
	}
	return a.Limit < b.Limit
}

// Worst returns the index of the worst order of a side, the latest among equals, or Nobody if the side is empty.
func Worst(orders []Order, side Side) int {
	worst := Nobody
	for i, o := range orders {
		if o.Side == side && (worst == Nobody || !Better(o, orders[worst])) {
			worst = i
		}
	}
	return worst
}

// Admit decides about a new order for a book that can be cleared and keeps at most `maximum` orders on each side. It returns the
// index of the order to evict, or Nobody if there is room. If there is none, only an order that is better than
// the worst is admitted: an equal one came first. The book can be cleared with the new order too.
func Admit(orders []Order, o Order, maximum int) (evict int, err error) {
	sum, _, err := o.Escrow()
	if err != nil {
		return Nobody, err
	}
	if evict, err = room(orders, o, maximum); err != nil {
		return Nobody, err
	}
	for i, other := range orders {
		money, _, err := other.Escrow()
		if err != nil {
			return Nobody, fmt.Errorf("order %d: %w", i, err)
		}
		if i == evict {
			continue
		}
		if sum += money; sum > MaxEscrow {
			return Nobody, fmt.Errorf("%w: expected at most %d in all, got %d up to order %d", ErrTooMuch, MaxEscrow, sum, i)
		}
	}
	return evict, nil
}

// room returns the index of the order that a new one replaces, or Nobody if there is room.
func room(orders []Order, o Order, maximum int) (evict int, err error) {
	count := 0
	for _, other := range orders {
		if other.Side == o.Side {
			count++
		}
	}
	if count < maximum {
		return Nobody, nil
	}
	worst := Worst(orders, o.Side)
	if worst == Nobody {
		return Nobody, fmt.Errorf("%w: expected room for 1 order, got room for %d", ErrFull, maximum)
	}
	if !Better(o, orders[worst]) {
		return Nobody, fmt.Errorf("%w: expected to %s at better than %d, got %d", ErrFull, o.Side, orders[worst].Limit, o.Limit)
	}
	return worst, nil
}
