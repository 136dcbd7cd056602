package auction_test

import (
	"math/big"

	"github.com/utilityd/utilityd/x/water/auction"
)

// The slow twin tries every level, in unlimited numbers, order by order, as the method in doc.go reads. It adds nothing up by level.

type slowResult struct {
	price  auction.Level
	volume *big.Int
	filled []*big.Int
}

func wide[N ~uint64](x N) *big.Int { return new(big.Int).SetUint64(uint64(x)) }
func plus(a, b *big.Int) *big.Int  { return new(big.Int).Add(a, b) }
func less(a, b *big.Int) *big.Int  { return new(big.Int).Sub(a, b) }
func mult(a, b *big.Int) *big.Int  { return new(big.Int).Mul(a, b) }
func quot(a, b *big.Int) *big.Int  { return new(big.Int).Div(a, b) } // rounded down
func smaller(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// accepted adds up the litres of a side that accept a price.
func accepted(orders []auction.Order, side auction.Side, price auction.Level) *big.Int {
	all := new(big.Int)
	for _, o := range orders {
		if o.Side == side && (side == auction.Buy && price <= o.Limit || side == auction.Sell && price >= o.Limit) {
			all.Add(all, wide(o.Litres))
		}
	}
	return all
}

func slowVolume(orders []auction.Order, price auction.Level) *big.Int {
	return smaller(accepted(orders, auction.Buy, price), accepted(orders, auction.Sell, price))
}

// slowLevels returns every level up to the greatest limit; if that is far away, every level where something changes, its neighbours and
// the reference. At a level between those all is as at one of them that is closer to the reference.
func slowLevels(orders []auction.Order, reference auction.Level) []auction.Level {
	const near = 60
	var greatest auction.Level
	for _, o := range orders {
		greatest = max(greatest, o.Limit)
	}
	var levels []auction.Level
	if greatest <= near {
		for l := auction.Level(1); l <= greatest; l++ {
			levels = append(levels, l)
		}
		return levels
	}
	for _, o := range orders {
		levels = append(levels, max(o.Limit, 2)-1, o.Limit, o.Limit+1)
	}
	return append(levels, max(reference, 1))
}

func slowClear(orders []auction.Order, reference auction.Level, number uint64) slowResult {
	r := slowResult{volume: new(big.Int), filled: make([]*big.Int, len(orders))}
	for _, l := range slowLevels(orders, reference) {
		far := func(l auction.Level) *big.Int {
			return new(big.Int).Abs(less(wide(l.Price()), wide(reference.Price())))
		}
		switch v := slowVolume(orders, l); v.Cmp(r.volume) {
		case 1:
			r.price, r.volume = l, v
		case 0:
			if r.price > 0 && far(l).Cmp(far(r.price)) < 0 {
				r.price = l
			}
		}
	}
	for i, o := range orders {
		r.filled[i] = slowFill(orders, o, i, r, number)
	}
	return r
}

// slowFill returns the part of the volume of one order, by the litres of all that accept the price and come before it.
func slowFill(orders []auction.Order, own auction.Order, index int, r slowResult, number uint64) *big.Int {
	accepts := func(o auction.Order) bool { return o.Side == own.Side && o.Accepts(r.price) }
	if !accepts(own) {
		return new(big.Int)
	}
	weight, prefix := new(big.Int), new(big.Int)
	for i, o := range orders {
		if !accepts(o) {
			continue
		}
		weight.Add(weight, wide(o.Litres))
		if o.Limit < own.Limit || o.Limit == own.Limit && i < index {
			prefix.Add(prefix, wide(o.Litres))
		}
	}
	circle := new(big.Int).Lsh(big.NewInt(1), 64)
	turn := new(big.Int).Mod(mult(wide(number), wide(uint64(0xE1F3B0407965AAED))), circle)
	offset := quot(mult(weight, turn), circle)
	cut := func(prefix *big.Int) *big.Int {
		if prefix.Cmp(weight) == 0 {
			return r.volume
		}
		return quot(plus(mult(r.volume, prefix), offset), weight)
	}
	if prefix.Sign() == 0 {
		return cut(wide(own.Litres))
	}
	return less(cut(plus(prefix, wide(own.Litres))), cut(prefix))
}
