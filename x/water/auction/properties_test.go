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

// book is everything that decides an auction: the orders in the order in which they are placed.
type book struct {
	orders    []auction.Order
	reference auction.Level
	number    uint64
}

// cleared is a cleared book with the deals of its orders.
type cleared struct {
	auction.Result

	deals []auction.Deal
}

// place returns the orders with the litres before each on its level, and the steps of a side.
func (b book) place(side auction.Side) (placed []auction.Order, steps []auction.Step) {
	placed = slices.Clone(b.orders)
	for i, o := range placed {
		if o.Side != side {
			continue
		}
		at, found := slices.BinarySearchFunc(steps, o.Limit, func(s auction.Step, l auction.Level) int { return int(s.Level) - int(l) })
		if !found {
			steps = slices.Insert(steps, at, auction.Step{Level: o.Limit})
		}
		placed[i].Before = steps[at].Litres
		steps[at].Litres += o.Litres
	}
	return placed, steps
}

// cleared clears a book, which must be possible and must leave it as it is, and fills each of its orders.
func (b book) cleared(t fataller) cleared {
	t.Helper()
	_, buys := b.place(auction.Buy)
	_, sells := b.place(auction.Sell)
	given := auction.Book{Buys: slices.Clone(buys), Sells: slices.Clone(sells)}
	r, err := auction.Clear(given, b.reference)
	if err != nil {
		t.Fatalf("%+v: expected a result, got %v", b, err)
	}
	if !slices.Equal(given.Buys, buys) || !slices.Equal(given.Sells, sells) {
		t.Fatalf("%+v: expected the book untouched, got %+v", b, given)
	}
	c := cleared{Result: r, deals: make([]auction.Deal, len(b.orders))}
	for side, steps := range map[auction.Side][]auction.Step{auction.Buy: buys, auction.Sell: sells} {
		placed, _ := b.place(side)
		bases := r.Bases(side, steps)
		for i, o := range placed {
			if o.Side != side {
				continue
			}
			at := slices.IndexFunc(steps, func(s auction.Step) bool { return s.Level == o.Limit })
			if c.deals[i], err = r.Fill(o, bases[at], b.number); err != nil {
				t.Fatalf("%+v: expected a deal of order %d, got %v", b, i, err)
			}
		}
	}
	return c
}

// holds checks every promise about one book, and the slow twin.
func holds(t fataller, b book) {
	t.Helper()
	got := b.cleared(t)
	agrees(t, b, got)
	pricedRight(t, b, got)
	addsUp(t, b, got)
	withoutEnvy(t, b, got)
	unmovedByOthers(t, b, got)
}

// agrees compares a result with the slow twin's.
func agrees(t fataller, b book, got cleared) {
	t.Helper()
	want := slowClear(b.orders, b.reference, b.number)
	if got.Price != want.price || wide(got.Volume).Cmp(want.volume) != 0 {
		t.Fatalf("%+v: expected %s litres at level %d, got %d at %d", b, want.volume, want.price, got.Volume, got.Price)
	}
	for i, filled := range want.filled {
		if wide(got.deals[i].Filled).Cmp(filled) != 0 {
			t.Fatalf("%+v: expected order %d to be filled with %s, got %d", b, i, filled, got.deals[i].Filled)
		}
	}
}

// pricedRight checks that no level has a greater volume, and the levels between which the price lies.
func pricedRight(t fataller, b book, got cleared) {
	t.Helper()
	if got.Volume == 0 {
		if got.Result != (auction.Result{}) {
			t.Fatalf("%+v: expected nothing without a trade, got %+v", b, got.Result)
		}
		return
	}
	for _, l := range slowLevels(b.orders, b.reference) {
		volume := slowVolume(b.orders, l)
		if wide(got.Volume).Cmp(volume) < 0 {
			t.Fatalf("%+v: expected the greatest volume, got %d litres, but %s at level %d", b, got.Volume, volume, l)
		}
		same, within := wide(got.Volume).Cmp(volume) == 0, got.Low <= l && l <= got.High
		if same != within {
			t.Fatalf("%+v: expected %d litres just from %d to %d, got %s at %d", b, got.Volume, got.Low, got.High, volume, l)
		}
	}
	if got.Price < got.Low || got.Price > got.High || got.Low <= b.reference && b.reference <= got.High && got.Price != b.reference {
		t.Fatalf("%+v: expected the level from %d to %d that is closest to %d, got %d", b, got.Low, got.High, b.reference, got.Price)
	}
	demand, supply := accepted(b.orders, auction.Buy, got.Price), accepted(b.orders, auction.Sell, got.Price)
	if wide(got.Demand).Cmp(demand) != 0 || wide(got.Supply).Cmp(supply) != 0 {
		t.Fatalf("%+v: expected a demand of %s and a supply of %s, got %+v", b, demand, supply, got.Result)
	}
}

// addsUp checks that every litre and every base unit of the escrows is accounted for, and that no order trades beyond its limit.
func addsUp(t fataller, b book, got cleared) {
	t.Helper()
	bought, sold, paid, received := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for i, d := range got.deals {
		o := b.orders[i]
		value := mult(wide(d.Filled), wide(got.Price.Price()))
		switch {
		case d.Filled > 0 && !o.Accepts(got.Price):
			t.Fatalf("%+v: expected order %d to trade within its limit, got %+v", b, i, d)
		case d.Filled+d.Rest != o.Litres || wide(d.Value).Cmp(value) != 0:
			t.Fatalf("%+v: expected %d litres of order %d, worth %s, got %+v", b, o.Litres, i, value, d)
		case o.Side == auction.Sell && d.Back != 0:
			t.Fatalf("%+v: expected no money back for seller %d, got %+v", b, i, d)
		case o.Side == auction.Sell:
			sold, received = plus(sold, wide(d.Filled)), plus(received, value)
		default:
			bought, paid = plus(bought, wide(d.Filled)), plus(paid, value)
			escrow := mult(wide(o.Litres), wide(o.Limit.Price()))
			if plus(value, wide(d.Back)).Cmp(escrow) != 0 {
				t.Fatalf("%+v: expected %s out of the escrow of order %d, got %+v", b, escrow, i, d)
			}
		}
	}
	if v := wide(got.Volume); bought.Cmp(v) != 0 || sold.Cmp(v) != 0 {
		t.Fatalf("%+v: expected %d litres bought and sold, got %s and %s", b, got.Volume, bought, sold)
	}
	if v := wide(got.Value); paid.Cmp(v) != 0 || received.Cmp(v) != 0 {
		t.Fatalf("%+v: expected %d paid and received, got %s and %s", b, got.Value, paid, received)
	}
}

// withoutEnvy checks that each order that accepts the price gets the same fraction of its litres, to less than a litre.
func withoutEnvy(t fataller, b book, got cleared) {
	t.Helper()
	for i, o := range b.orders {
		if !o.Accepts(got.Price) {
			continue
		}
		all := got.Demand
		if o.Side == auction.Sell {
			all = got.Supply
		}
		quota := mult(wide(got.Volume), wide(o.Litres)) // times all
		off := new(big.Int).Abs(less(quota, mult(wide(got.deals[i].Filled), wide(all))))
		if off.Cmp(wide(all)) >= 0 {
			t.Fatalf("%+v: expected %d of %d for order %d of %d litres, got %+v", b, got.Volume, all, i, o.Litres, got.deals[i])
		}
	}
}

// unmovedByOthers takes out each order that gets nothing: the price and the other side stay the same.
func unmovedByOthers(t fataller, b book, got cleared) {
	t.Helper()
	for i, d := range got.deals {
		if d.Filled > 0 {
			continue
		}
		without := b
		without.orders = slices.Delete(slices.Clone(b.orders), i, i+1)
		other := without.cleared(t)
		if other.Price != got.Price || other.Volume != got.Volume {
			t.Fatalf("%+v: expected %d litres at level %d without order %d, got %d at %d",
				b, got.Volume, got.Price, i, other.Volume, other.Price)
		}
		for j, deal := range slices.Delete(slices.Clone(got.deals), i, i+1) {
			if without.orders[j].Side != b.orders[i].Side && other.deals[j] != deal {
				t.Fatalf("%+v: expected the same deal for order %d without order %d, got %+v", b, j, i, other.deals[j])
			}
		}
	}
}

// drawOrder draws orders; most are close together, so that limits meet, some are as great as 24 of them can be.
func drawOrder(t *rapid.T) auction.Order {
	side := rapid.SampledFrom([]auction.Side{auction.Buy, auction.Sell}).Draw(t, "side")
	if rapid.IntRange(0, 9).Draw(t, "size") == 0 {
		return auction.Order{
			Side:   side,
			Limit:  auction.Level(rapid.Uint64Range(1, 2_800).Draw(t, "high limit")), // up to 1,010,000
			Litres: auction.Litres(rapid.Uint64Range(1, 1<<36).Draw(t, "many litres")),
		}
	}
	return auction.Order{
		Side:   side,
		Limit:  auction.Level(rapid.Uint64Range(1, 12).Draw(t, "limit")),
		Litres: auction.Litres(rapid.Uint64Range(1, 20).Draw(t, "litres")),
	}
}

func drawBook(t *rapid.T) book {
	return book{
		orders: rapid.SliceOfN(rapid.Custom(drawOrder), 0, 24).Draw(t, "orders"),
		reference: auction.Level(rapid.OneOf(
			rapid.Just[uint64](0), rapid.Uint64Range(1, 13), rapid.Uint64Range(1, uint64(auction.MaxLevel)),
		).Draw(t, "reference")),
		number: rapid.OneOf(rapid.Uint64Range(0, 3), rapid.Uint64()).Draw(t, "number"),
	}
}

func TestRandomBooksHoldEveryPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, drawBook(t)) })
}

func TestOneMoreOrderNeverMakesTheVolumeLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		more := b
		more.orders = append(slices.Clone(b.orders), drawOrder(t))
		if before, after := b.cleared(t).Volume, more.cleared(t).Volume; after < before {
			t.Fatalf("%+v: expected at least %d litres, got %d", more, before, after)
		}
	})
}

// The time at which an order is placed moves no deal by more than a litre, and no price.
func TestTheLastOrderHasNoAdvantage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		places := make([]int, len(b.orders))
		for i := range places {
			places[i] = i
		}
		places = rapid.Permutation(places).Draw(t, "places")
		other := b
		other.orders = make([]auction.Order, len(b.orders))
		for i, k := range places {
			other.orders[i] = b.orders[k]
		}
		first, second := b.cleared(t), other.cleared(t)
		if first.Result != second.Result {
			t.Fatalf("expected %+v, got %+v", first.Result, second.Result)
		}
		for i, k := range places {
			a, b := first.deals[k].Filled, second.deals[i].Filled
			if max(a, b)-min(a, b) > 1 {
				t.Fatalf("expected %d litres for order %d, to 1, got %d", a, k, b)
			}
		}
	})
}

// Many orders of one account share like one order of all their litres, to less than a litre each.
func TestSplittingAnOrderGainsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBook(t)
		if len(b.orders) == 0 {
			return
		}
		i := rapid.IntRange(0, len(b.orders)-1).Draw(t, "order")
		own := b.orders[i]
		if own.Litres < 2 {
			return
		}
		part := auction.Litres(rapid.Uint64Range(1, uint64(own.Litres)-1).Draw(t, "part"))
		split := b
		split.orders = slices.Clone(b.orders)
		split.orders[i].Litres = own.Litres - part
		split.orders = slices.Insert(split.orders, i+1, auction.Order{Side: own.Side, Limit: own.Limit, Litres: part})
		one, two := b.cleared(t), split.cleared(t)
		if one.deals[i].Filled != two.deals[i].Filled+two.deals[i+1].Filled {
			t.Fatalf("%+v: expected %+v together, got %+v and %+v", b, one.deals[i], two.deals[i], two.deals[i+1])
		}
	})
}
