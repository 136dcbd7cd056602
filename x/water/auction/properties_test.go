package auction_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/water/auction"
)

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// book is everything that decides an auction.
type book struct {
	orders    []auction.Order
	reference auction.Price
	number    uint64
}

// cleared clears a book, which must be possible and must leave it as it is.
func (b book) cleared(t fataller) auction.Result {
	t.Helper()
	before := slices.Clone(b.orders)
	got, err := auction.Clear(b.orders, b.reference, b.number)
	if err != nil {
		t.Fatalf("%+v: expected a result, got %v", b, err)
	}
	if !slices.Equal(b.orders, before) {
		t.Fatalf("expected the orders untouched, %+v, got %+v", before, b.orders)
	}
	return got
}

// holds checks every promise about one book, and the slow twin.
func holds(t fataller, b book) {
	t.Helper()
	got := b.cleared(t)
	agrees(t, b, got)
	pricedRight(t, b, got)
	addsUp(t, b, got)
	inPriority(t, b, got)
}

// agrees compares a result with the slow twin's.
func agrees(t fataller, b book, got auction.Result) {
	t.Helper()
	want := slowClear(b.orders, b.reference, b.number)
	if wide(got.Price).Cmp(want.price) != 0 || wide(got.Volume).Cmp(want.volume) != 0 {
		t.Fatalf("%+v: expected %s litres at %s, got %d at %d", b, want.volume, want.price, got.Volume, got.Price)
	}
	for i, filled := range want.filled {
		if wide(got.Deals[i].Filled).Cmp(filled) != 0 {
			t.Fatalf("%+v: expected order %d to be filled with %s, got %d", b, i, filled, got.Deals[i].Filled)
		}
	}
}

// pricedRight checks that no price has a greater volume, and the ranges in which the price lies.
func pricedRight(t fataller, b book, got auction.Result) {
	t.Helper()
	for _, p := range slowPrices(b.orders) {
		volume := lowest(slowVolume(b.orders, p))
		if wide(got.Volume).Cmp(volume) < 0 {
			t.Fatalf("%+v: expected the greatest volume, got %d litres, but %s at %s", b, got.Volume, volume, p)
		}
		within := got.Volume > 0 && wide(got.Marginal.Low).Cmp(p) <= 0 && wide(got.Marginal.High).Cmp(p) >= 0
		if same := wide(got.Volume).Cmp(volume) == 0; got.Volume > 0 && same != within {
			t.Fatalf("%+v: expected %d litres just within %+v, got %s at %s", b, got.Volume, got.Marginal, volume, p)
		}
	}
	if got.Volume == 0 {
		if got.Why != (auction.Why{}) {
			t.Fatalf("%+v: expected nothing to explain without a trade, got %+v", b, got.Why)
		}
		return
	}
	lowest, highest := lastTraders(b.orders, got)
	if got.Marginal != (auction.Range{Low: lowest, High: highest}) {
		t.Fatalf("%+v: expected a price between the last seller's %d and the last buyer's %d, got %+v", b, lowest, highest, got.Marginal)
	}
	demand, supply := slowVolume(b.orders, wide(got.Price))
	if wide(got.Demand).Cmp(demand) != 0 || wide(got.Supply).Cmp(supply) != 0 {
		t.Fatalf("%+v: expected a demand of %s and a supply of %s, got %+v", b, demand, supply, got.Why)
	}
	nested := got.Marginal.Low <= got.Balanced.Low && got.Balanced.Low <= got.Price &&
		got.Price <= got.Balanced.High && got.Balanced.High <= got.Marginal.High
	if !nested {
		t.Fatalf("%+v: expected each range within the one before, got %+v", b, got.Why)
	}
	if b.reference != 0 && (got.Reference != b.reference || within(got.Balanced, b.reference) && got.Price != b.reference) {
		t.Fatalf("%+v: expected the reference as price where it may be, got %+v", b, got.Why)
	}
}

func within(r auction.Range, p auction.Price) bool { return r.Low <= p && p <= r.High }

// lastTraders returns the worst limits that trade.
func lastTraders(orders []auction.Order, got auction.Result) (seller, buyer auction.Price) {
	for i, d := range got.Deals {
		o := orders[i]
		switch {
		case d.Filled == 0:
		case o.Side == auction.Sell:
			seller = max(seller, o.Limit)
		case buyer == 0 || o.Limit < buyer:
			buyer = o.Limit
		}
	}
	return seller, buyer
}

// addsUp checks bought = sold, paid = received, and that the whole escrow of every order is accounted for.
func addsUp(t fataller, b book, got auction.Result) {
	t.Helper()
	if len(got.Deals) != len(b.orders) {
		t.Fatalf("%+v: expected a deal for each of %d orders, got %d", b, len(b.orders), len(got.Deals))
	}
	bought, sold, paid, received := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for i, o := range b.orders {
		d := got.Deals[i]
		if d.Filled > 0 && !o.Accepts(got.Price) {
			t.Fatalf("%+v: expected no order beyond its limit, got order %d at %d", b, i, got.Price)
		}
		if d.Filled+d.Rest != o.Litres {
			t.Fatalf("%+v: expected %d litres filled or left of order %d, got %+v", b, o.Litres, i, d)
		}
		value := mult(wide(d.Filled), wide(got.Price))
		if wide(d.Value).Cmp(value) != 0 {
			t.Fatalf("%+v: expected order %d to be worth %s, got %+v", b, i, value, d)
		}
		if o.Side == auction.Sell {
			sold, received = plus(sold, wide(d.Filled)), plus(received, value)
			if d.Surplus != 0 || d.Held != 0 {
				t.Fatalf("%+v: expected no money of seller %d, got %+v", b, i, d)
			}
			continue
		}
		bought, paid = plus(bought, wide(d.Filled)), plus(paid, value)
		surplus := less(mult(wide(d.Filled), wide(o.Limit)), value)
		held := mult(wide(d.Rest), wide(o.Limit))
		if wide(d.Surplus).Cmp(surplus) != 0 || wide(d.Held).Cmp(held) != 0 {
			t.Fatalf("%+v: expected order %d to get back %s and keep %s, got %+v", b, i, surplus, held, d)
		}
	}
	if v := wide(got.Volume); bought.Cmp(v) != 0 || sold.Cmp(v) != 0 {
		t.Fatalf("%+v: expected %d litres bought and sold, got %s and %s", b, got.Volume, bought, sold)
	}
	if v := wide(got.Value); paid.Cmp(v) != 0 || received.Cmp(v) != 0 {
		t.Fatalf("%+v: expected %d paid and received, got %s and %s", b, got.Value, paid, received)
	}
}

// inPriority checks that each order better than one that gets a litre is filled.
func inPriority(t fataller, b book, got auction.Result) {
	t.Helper()
	for i, o := range b.orders {
		for j, other := range b.orders {
			if auction.Better(o, other) && got.Deals[j].Filled > 0 && got.Deals[i].Rest > 0 {
				t.Fatalf("%+v: expected order %d to be filled before %d, got %+v and %+v", b, i, j, got.Deals[i], got.Deals[j])
			}
		}
	}
}

// drawOrder draws orders; most are close together, so that limits meet, some are as great as 24 of them can be.
func drawOrder(t *rapid.T) auction.Order {
	if rapid.IntRange(0, 9).Draw(t, "size") == 0 {
		return auction.Order{
			Side:   drawSide(t),
			Limit:  auction.Price(rapid.Uint64Range(1, 1<<17).Draw(t, "high limit")),
			Litres: auction.Litres(rapid.Uint64Range(1, uint64(auction.MaxLitres)).Draw(t, "many litres")),
		}
	}
	return auction.Order{
		Side:   drawSide(t),
		Limit:  auction.Price(rapid.Uint64Range(1, 12).Draw(t, "limit")),
		Litres: auction.Litres(rapid.Uint64Range(1, 20).Draw(t, "litres")),
	}
}

func drawSide(t *rapid.T) auction.Side {
	return rapid.SampledFrom([]auction.Side{auction.Buy, auction.Sell}).Draw(t, "side")
}

func drawBook(t *rapid.T) book {
	return book{
		orders: rapid.SliceOfN(rapid.Custom(drawOrder), 0, 24).Draw(t, "orders"),
		reference: auction.Price(rapid.OneOf(
			rapid.Just[uint64](0), rapid.Uint64Range(1, 13), rapid.Uint64Range(1, 1<<17), rapid.Uint64(),
		).Draw(t, "reference")),
		number: rapid.OneOf(rapid.Uint64Range(0, 3), rapid.Uint64()).Draw(t, "number"),
	}
}

func TestHoldsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, drawBook(t)) })
}
