package ledger

import "math/bits"

// MaxPrice is the highest reference price, base units for a litre.
const MaxPrice = 1 << 40

// ReferencePrice returns the price of a litre by the stock: base·capacity/stock rounded down, at most factor times the base
// and MaxPrice, and at least 1 if the base is. A full stock is worth the base, as is any stock of an area without sources; if nothing is
// left, a litre has the maximum price.
func (l Ledger) ReferencePrice(base, factor uint64) uint64 {
	if base == 0 {
		return 0
	}
	limit := min(product(base, factor, 1), MaxPrice)
	if l.Capacity == 0 {
		return max(min(base, limit), 1)
	}
	hi, lo := bits.Mul64(base, l.Capacity)
	stock := uint64(max(l.Stock, 1))
	if hi >= stock {
		return max(limit, 1)
	}
	price, _ := bits.Div64(hi, lo, stock)
	return max(min(price, limit), 1)
}
