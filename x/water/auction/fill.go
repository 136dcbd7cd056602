package auction

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

// Deal is what an auction does to one order.
type Deal struct {
	Filled Litres // bought or sold
	Value  Money  // filled · price: what a buyer pays and a seller receives
	Rest   Litres // not filled: a seller gets them back
	Back   Money  // the escrow of a buyer that is not paid; a seller has none
}

// Fill returns the deal of an order. The base is that of its step. The number of the auction decides which order gets the odd litre.
func (r Result) Fill(o Order, base Litres, number uint64) (Deal, error) {
	if err := o.Validate(); err != nil {
		return Deal{}, err
	}
	var d Deal
	if o.Accepts(r.Price) {
		all := r.Demand
		if o.Side == Sell {
			all = r.Supply
		}
		if end := base + o.Before + o.Litres; r.Volume > all || base > all || end > all { // three numbers below 2^62
			return Deal{}, fmt.Errorf("%w: expected a volume of at most %d litres and an order that ends there, got %d and %d after %d",
				ErrBook, all, r.Volume, o.Before+o.Litres, base)
		}
		division, err := apportion.New(uint64(r.Volume), uint64(all), apportion.Offset(number, uint64(all)))
		if err != nil {
			return Deal{}, err
		}
		d.Filled = Litres(division.Share(uint64(base+o.Before), uint64(o.Litres)))
	}
	d.Rest = o.Litres - d.Filled
	value, err := worth(d.Filled, r.Price)
	if err != nil {
		return Deal{}, err
	}
	d.Value = value
	if o.Side == Buy {
		escrow, err := worth(o.Litres, o.Limit)
		if err != nil {
			return Deal{}, err
		}
		d.Back = escrow - value // a buyer accepts no price above its limit
	}
	return d, nil
}
