package auction_test

import (
	"math/big"

	"github.com/utilityd/utilityd/x/water/auction"
)

// The slow twin tries every price, in unlimited numbers, as the method in doc.go reads. It sorts nothing and knows no step.

type slowResult struct {
	price, volume *big.Int
	filled        []*big.Int
}

func wide[N ~uint64](x N) *big.Int { return new(big.Int).SetUint64(uint64(x)) }
func plus(a, b *big.Int) *big.Int  { return new(big.Int).Add(a, b) }
func less(a, b *big.Int) *big.Int  { return new(big.Int).Sub(a, b) }
func mult(a, b *big.Int) *big.Int  { return new(big.Int).Mul(a, b) }
func quot(a, b *big.Int) *big.Int  { return new(big.Int).Div(a, b) } // rounded down
func lowest(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// slowVolume adds up who accepts a price.
func slowVolume(orders []auction.Order, price *big.Int) (demand, supply *big.Int) {
	demand, supply = new(big.Int), new(big.Int)
	for _, o := range orders {
		switch limit := wide(o.Limit); {
		case o.Side == auction.Buy && price.Cmp(limit) <= 0:
			demand.Add(demand, wide(o.Litres))
		case o.Side == auction.Sell && price.Cmp(limit) >= 0:
			supply.Add(supply, wide(o.Litres))
		}
	}
	return demand, supply
}

// slowPrices returns every price up to the greatest limit; if that is far away, every price where something changes, its
// neighbours and the given ones. At a price between those all is as at one of them that is closer to any reference.
func slowPrices(orders []auction.Order, others ...*big.Int) []*big.Int {
	const near = 60
	var greatest auction.Price
	for _, o := range orders {
		greatest = max(greatest, o.Limit)
	}
	var prices []*big.Int
	if greatest <= near {
		for p := auction.Price(1); p <= greatest; p++ {
			prices = append(prices, wide(p))
		}
		return prices
	}
	for _, o := range orders {
		for _, p := range []auction.Price{o.Limit - 1, o.Limit, o.Limit + 1} {
			if p > 0 {
				prices = append(prices, wide(p))
			}
		}
	}
	for _, p := range others {
		if p.Sign() > 0 {
			prices = append(prices, p)
		}
	}
	return prices
}

// slowBest keeps the prices for which a cost is least.
func slowBest(prices []*big.Int, cost func(p *big.Int) *big.Int) []*big.Int {
	var best []*big.Int
	var lowest *big.Int
	for _, p := range prices {
		c := cost(p)
		if lowest == nil || c.Cmp(lowest) < 0 {
			best, lowest = nil, c
		}
		if c.Cmp(lowest) == 0 {
			best = append(best, p)
		}
	}
	return best
}

func slowClear(orders []auction.Order, reference auction.Price, number uint64) slowResult {
	r := slowResult{price: new(big.Int), volume: new(big.Int), filled: make([]*big.Int, len(orders))}
	for i := range r.filled {
		r.filled[i] = new(big.Int)
	}

	highest := func(p *big.Int) *big.Int {
		demand, supply := slowVolume(orders, p)
		return new(big.Int).Neg(lowest(demand, supply))
	}
	target := wide(reference)
	traded := slowBest(slowPrices(orders, target), highest)
	if len(traded) == 0 || highest(traded[0]).Sign() == 0 {
		return r
	}
	if reference == 0 {
		low, high := traded[0], traded[0]
		for _, p := range traded {
			low = lowest(low, p)
			high = less(plus(high, p), lowest(high, p)) // the greater
		}
		target = quot(plus(low, high), big.NewInt(2))
		traded = slowBest(slowPrices(orders, target), highest)
	}
	balanced := slowBest(traded, func(p *big.Int) *big.Int {
		demand, supply := slowVolume(orders, p)
		return new(big.Int).Abs(less(demand, supply))
	})
	closest := slowBest(balanced, func(p *big.Int) *big.Int { return new(big.Int).Abs(less(p, target)) })
	r.price = closest[0]
	r.volume = lowest(slowVolume(orders, r.price))
	for i, o := range orders {
		r.filled[i] = slowFill(orders, o, i, r.volume, number)
	}
	return r
}

// slowFill asks for one order what the better ones leave of the volume, and what of it is its part.
func slowFill(orders []auction.Order, own auction.Order, index int, volume *big.Int, number uint64) *big.Int {
	left := new(big.Int).Set(volume)
	weight, prefix := new(big.Int), new(big.Int)
	for i, o := range orders {
		switch {
		case o.Side != own.Side:
		case o.Limit == own.Limit:
			weight.Add(weight, wide(o.Litres))
			if i < index {
				prefix.Add(prefix, wide(o.Litres))
			}
		case (o.Limit > own.Limit) == (own.Side == auction.Buy):
			left.Sub(left, wide(o.Litres))
		}
	}
	if left.Sign() <= 0 {
		return new(big.Int)
	}

	part := lowest(left, weight)
	circle := new(big.Int).Lsh(big.NewInt(1), 64)
	turn := new(big.Int).Mod(mult(wide(number), wide(uint64(0x9E3779B97F4A7C15))), circle)
	offset := quot(mult(weight, turn), circle)
	cut := func(prefix *big.Int) *big.Int { return quot(plus(mult(part, prefix), offset), weight) }
	return less(cut(plus(prefix, wide(own.Litres))), cut(prefix))
}
