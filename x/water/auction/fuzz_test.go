package auction_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

// readBook reads orders of three bytes each: the side in the lowest bit and the limit in the others, then the litres. Shifts
// make them great, but never more than 32 of them can be in one book.
func readBook(raw []byte, limitShift, litresShift uint8) []auction.Order {
	var orders []auction.Order
	for ; len(raw) >= 3 && len(orders) < 32; raw = raw[3:] {
		o := auction.Order{Side: auction.Buy, Limit: auction.Level(raw[0]>>1) + 1}
		if raw[0]&1 == 1 {
			o.Side = auction.Sell
		}
		o.Litres = auction.Litres(raw[1])<<8 + auction.Litres(raw[2]) + 1
		if limitShift%4 == 3 {
			o.Limit = o.Limit*70 - auction.Level(raw[2]&1)
		}
		if litresShift%4 == 3 {
			o.Litres = min(o.Litres<<6, 1<<16)
		}
		orders = append(orders, o)
	}
	return orders
}

// FuzzClear holds every promise for orders read from bytes.
func FuzzClear(f *testing.F) {
	f.Fuzz(func(t *testing.T, reference, number uint64, limitShift, litresShift uint8, raw []byte) {
		level := auction.Floor(auction.Price(reference))
		holds(t, book{orders: readBook(raw, limitShift, litresShift), reference: level, number: number})
	})
}

// FuzzFill fills an order that may be none with a result that may be none: it must give a deal that adds up, or an error.
func FuzzFill(f *testing.F) {
	f.Fuzz(func(t *testing.T, side uint8, limit, litres, before, base, price, volume, demand, supply uint64) {
		o := auction.Order{
			Side: auction.Side(side), Limit: auction.Level(limit), Litres: auction.Litres(litres), Before: auction.Litres(before),
		}
		r := auction.Result{
			Price: auction.Level(price), Volume: auction.Litres(volume), Demand: auction.Litres(demand), Supply: auction.Litres(supply),
		}
		d, err := r.Fill(o, auction.Litres(base), 1)
		if err != nil {
			return
		}
		if d.Filled+d.Rest != o.Litres || d.Filled > o.Litres || d.Filled > 0 && !o.Accepts(r.Price) {
			t.Fatalf("expected the parts of %d litres, got %+v", o.Litres, d)
		}
		if wide(d.Value).Cmp(mult(wide(d.Filled), wide(r.Price.Price()))) != 0 {
			t.Fatalf("expected %d litres at %d, got %+v", d.Filled, r.Price.Price(), d)
		}
		if o.Side == auction.Buy && plus(wide(d.Value), wide(d.Back)).Cmp(mult(wide(o.Litres), wide(o.Limit.Price()))) != 0 {
			t.Fatalf("expected the parts of the escrow of %+v, got %+v", o, d)
		}
	})
}
