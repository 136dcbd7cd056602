package auction

import "fmt"

// Deal is what an auction does to one order. For a buyer Value + Surplus + Held is the escrow of the order; for a seller
// Filled + Rest is.
type Deal struct {
	Filled Litres // bought or sold
	Value  Money  // Filled · price: what a buyer pays and a seller receives

	Surplus Money  // Filled · (limit − price): what a buyer had set aside for these litres and gets back
	Rest    Litres // neither bought nor sold
	Held    Money  // Rest · limit: what a buyer has still set aside
}

// Deal returns the deal of an order of which filled litres trade at a price. Nothing may trade beyond the limit.
func (o Order) Deal(price Price, filled Litres) (Deal, error) {
	if err := o.Validate(); err != nil {
		return Deal{}, err
	}
	if filled > o.Litres {
		return Deal{}, fmt.Errorf("%w: expected at most %d litres, got %d", ErrBeyond, o.Litres, filled)
	}
	if filled > 0 && !o.Accepts(price) {
		return Deal{}, fmt.Errorf("%w: expected a price within the limit %d to %s, got %d", ErrBeyond, o.Limit, o.Side, price)
	}

	value, err := worth(filled, price)
	if err != nil {
		return Deal{}, err
	}
	d := Deal{Filled: filled, Value: value, Rest: o.Litres - filled}
	if o.Side == Buy {
		// Both products are parts of Litres · Limit, which Validate has bounded, and the price is at most the limit unless
		// nothing is filled.
		d.Held = Money(d.Rest) * Money(o.Limit)
		d.Surplus = Money(filled)*Money(o.Limit) - value
	}
	return d, nil
}
