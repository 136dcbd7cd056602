package types

import "github.com/utilityd/utilityd/x/water/auction"

// NextAuction returns the number of the auction for which orders are placed.
func (m Market) NextAuction() uint64 { return m.Auctions + 1 }

// IsHeld reports whether the auction of an order was held.
func (m Market) IsHeld(o Order) bool { return o.Auction <= m.Auctions }

// Reference returns the level of the reference price.
func (m Market) Reference() auction.Level { return auction.LevelOf(auction.Price(m.ReferencePrice)) }

// Limit returns the level of the limit of the order.
func (o Order) Limit() auction.Level { return auction.LevelOf(auction.Price(o.Price)) }

// LimitValue returns the value of the order at its limit, at most MaxMoney: the escrow of a buyer.
func (o Order) LimitValue() uint64 { return o.Price * o.Litres }

// Value returns the order in the form of the pure package.
func (o Order) Value() auction.Order {
	return auction.Order{
		Side:   auction.Side(o.Side), //nolint:gosec // a side is 1 or 2 in both
		Limit:  o.Limit(),
		Litres: auction.Litres(o.Litres),
		Before: auction.Litres(o.BeforeLitres),
	}
}

// Result returns the numbers of the auction by which its orders are filled.
func (a Auction) Result() auction.Result {
	return auction.Result{
		Price:  auction.LevelOf(auction.Price(a.Price)),
		Volume: auction.Litres(a.VolumeLitres),
		Demand: auction.Litres(a.DemandLitres),
		Supply: auction.Litres(a.SupplyLitres),
	}
}

// With returns the auction with a result.
func (a Auction) With(r auction.Result) Auction {
	a.Price = uint64(r.Price.Price())
	a.VolumeLitres, a.DemandLitres, a.SupplyLitres = uint64(r.Volume), uint64(r.Demand), uint64(r.Supply)
	return a
}

// Verb returns what an order of the side does.
func (s OrderSide) Verb() string {
	if s == ORDER_SIDE_SELL {
		return "sell"
	}
	return "buy"
}
