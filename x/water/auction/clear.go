package auction

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

// Result is a cleared book.
type Result struct {
	Why
	Value Money  // Volume · Price: what the buyers pay, and what the sellers receive
	Deals []Deal // in the order of the orders
}

// Clear finds the price of a book and fills its orders. The orders stand in time order. Reference 0 means none. The number
// of the auction decides which order gets the odd litre of a divided step.
func Clear(orders []Order, reference Price, number uint64) (Result, error) {
	if err := check(orders); err != nil {
		return Result{}, err
	}
	buys, sells := rank(orders, Buy), rank(orders, Sell)
	r := Result{Why: find(buys.steps, sells.steps, reference)}
	value, err := worth(r.Volume, r.Price)
	if err != nil {
		return Result{}, err
	}
	r.Value = value

	filled := make([]Litres, len(orders))
	for _, s := range []side{buys, sells} {
		if err := s.fill(orders, r.Volume, number, filled); err != nil {
			return Result{}, err
		}
	}
	r.Deals = make([]Deal, len(orders))
	for i, o := range orders {
		if r.Deals[i], err = o.Deal(r.Price, filled[i]); err != nil {
			return Result{}, fmt.Errorf("order %d: %w", i, err)
		}
	}
	if err := r.check(orders); err != nil {
		return Result{}, err
	}
	return r, nil
}

// fill gives volume to the orders of a side, step by step from the best. Where a step does not fit, each of its orders gets
// its part of what is left.
func (s side) fill(orders []Order, volume Litres, number uint64, filled []Litres) error {
	left, places := volume, s.places
	for _, step := range s.steps {
		if left == 0 {
			return nil
		}
		part, weight := uint64(min(left, step.Litres)), uint64(step.Litres)
		d, err := apportion.New(part, weight, apportion.Offset(number, weight))
		if err != nil {
			return fmt.Errorf("orders at %d: %w", step.Limit, err)
		}
		var prefix, cut uint64
		for _, p := range places[:step.Orders] {
			prefix += uint64(orders[p.index].Litres)
			next := d.Cut(prefix)
			filled[p.index] = Litres(next - cut)
			cut = next
		}
		places = places[step.Orders:]
		left -= Litres(part)
	}
	return nil
}

// check adds up the deals: bought = sold, paid = received, and every unit of the escrows is accounted for.
func (r Result) check(orders []Order) error {
	var bought, sold Litres
	var paid, received, back, escrow Money
	for i, d := range r.Deals {
		o := orders[i]
		if o.Side == Sell {
			sold += d.Filled
			received += d.Value
			continue
		}
		bought += d.Filled
		paid += d.Value
		back += d.Surplus + d.Held
		escrow += Money(o.Litres) * Money(o.Limit) // fits, as all together do
	}
	switch {
	case bought != r.Volume || sold != r.Volume:
		return fmt.Errorf("%w: expected %d litres bought and sold, got %d and %d", ErrSum, r.Volume, bought, sold)
	case paid != r.Value || received != r.Value:
		return fmt.Errorf("%w: expected %d paid and received, got %d and %d", ErrSum, r.Value, paid, received)
	case paid+back != escrow:
		return fmt.Errorf("%w: expected %d out of escrow, got %d", ErrSum, escrow, paid+back)
	}
	return nil
}
