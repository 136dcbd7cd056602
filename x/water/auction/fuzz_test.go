package auction_test

import (
	"errors"
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

// readBook reads orders of three bytes each: the side in the lowest bit and the limit in the others, then the litres. Shifts
// make them great, but never more than 32 of them can be in one book.
func readBook(raw []byte, limitShift, litresShift uint8) []auction.Order {
	var orders []auction.Order
	for ; len(raw) >= 3 && len(orders) < 32; raw = raw[3:] {
		o := auction.Order{Side: auction.Buy, Limit: auction.Price(raw[0]>>1) + 1}
		if raw[0]&1 == 1 {
			o.Side = auction.Sell
		}
		o.Litres = auction.Litres(raw[1])<<8 + auction.Litres(raw[2]) + 1
		if limitShift%4 == 3 {
			o.Limit = o.Limit<<26 - auction.Price(raw[2]&1)
		}
		if litresShift%4 == 3 {
			o.Litres = min(o.Litres<<6, 1<<22)
		}
		orders = append(orders, o)
	}
	return orders
}

// FuzzClear holds every promise for orders read from bytes.
func FuzzClear(f *testing.F) {
	f.Fuzz(func(t *testing.T, reference, number uint64, limitShift, litresShift uint8, raw []byte) {
		holds(t, book{orders: readBook(raw, limitShift, litresShift), reference: auction.Price(reference), number: number})
	})
}

// FuzzOrder calls everything with orders that may be none: each must give a value or an error, and the same one everywhere.
func FuzzOrder(f *testing.F) {
	f.Fuzz(func(t *testing.T, side uint8, limit, litres, price, filled uint64) {
		o := auction.Order{Side: auction.Side(side), Limit: auction.Price(limit), Litres: auction.Litres(litres)}
		invalid := o.Validate()
		money, water, err := o.Escrow()
		if (err != nil) != (invalid != nil) {
			t.Fatalf("expected an escrow or %v, got %v", invalid, err)
		}
		if _, err := auction.Admit(nil, o, 1); (err != nil) != (invalid != nil) {
			t.Fatalf("expected to be admitted or %v, got %v", invalid, err)
		}
		if _, err := auction.Explain([]auction.Order{o}, auction.Price(price)); (err != nil) != (invalid != nil) {
			t.Fatalf("expected an explanation or %v, got %v", invalid, err)
		}
		if _, err := auction.Clear([]auction.Order{o}, auction.Price(price), filled); (err != nil) != (invalid != nil) {
			t.Fatalf("expected a result or %v, got %v", invalid, err)
		}

		d, err := o.Deal(auction.Price(price), auction.Litres(filled))
		switch {
		case invalid != nil || filled > litres || filled > 0 && !o.Accepts(auction.Price(price)):
			if err == nil {
				t.Fatalf("expected no deal, got %+v", d)
			}
			return
		case err != nil:
			if o.Side == auction.Buy || !errors.Is(err, auction.ErrTooMuch) {
				t.Fatalf("expected a deal or too much money for a seller, got %v", err)
			}
			return
		}
		if d.Filled+d.Rest != o.Litres || wide(d.Value).Cmp(mult(wide(d.Filled), wide(price))) != 0 {
			t.Fatalf("expected %d of %d litres at %d, got %+v", filled, litres, price, d)
		}
		if o.Side == auction.Buy && (d.Value+d.Surplus+d.Held != money || water != 0) {
			t.Fatalf("expected the parts of %d, got %+v", money, d)
		}
		if o.Side == auction.Sell && (d.Filled+d.Rest != water || money != 0) {
			t.Fatalf("expected the parts of %d litres, got %+v", water, d)
		}
	})
}
