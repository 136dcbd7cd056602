package economy_test

import "github.com/utilityd/utilityd/x/water/auction"

// place places the order of a household for the auction of the day, as far as the rules allow it.
func (a *area) place(h *household, side auction.Side, limit auction.Level, litres uint64) {
	o := auction.Order{Side: side, Limit: limit}
	if side == auction.Buy {
		litres = min(litres, a.ledger.Wants(h.account), h.money/uint64(limit.Price()))
	} else {
		keep := h.account.OwnUse(keepDays)
		litres = min(litres, a.ledger.Sellable(h.account), h.account.Balance-min(h.account.Balance, keep))
	}
	if o.Litres = auction.Litres(litres); litres == 0 || h.account.Persons == 0 {
		return
	}
	switch side {
	case auction.Buy:
		if h.buy.Litres > 0 || h.sell.Litres > 0 && limit >= h.sell.Limit {
			return
		}
		for _, earlier := range a.buys {
			if earlier.buy.Limit == limit {
				o.Before += earlier.buy.Litres
			}
		}
		escrow := litres * uint64(limit.Price())
		h.money -= escrow
		a.escrow += escrow
		h.buy = o
		a.buys = append(a.buys, h)
	case auction.Sell:
		if h.sell.Litres > 0 || h.buy.Litres > 0 && limit <= h.buy.Limit {
			return
		}
		for _, earlier := range a.sells {
			if earlier.sell.Limit == limit {
				o.Before += earlier.sell.Litres
			}
		}
		next, account, err := a.ledger.Offer(h.account, litres)
		a.book(h, next, account, err)
		h.sell = o
		a.sells = append(a.sells, h)
	}
}

// bookOf adds up the orders by level.
func (a *area) bookOf() (book auction.Book) {
	for _, h := range a.buys {
		book.Buys = addStep(book.Buys, h.buy)
	}
	for _, h := range a.sells {
		book.Sells = addStep(book.Sells, h.sell)
	}
	return book
}

func addStep(steps []auction.Step, o auction.Order) []auction.Step {
	i := 0
	for i < len(steps) && steps[i].Level < o.Limit {
		i++
	}
	if i < len(steps) && steps[i].Level == o.Limit {
		steps[i].Litres += o.Litres
		return steps
	}
	steps = append(steps, auction.Step{})
	copy(steps[i+1:], steps[i:])
	steps[i] = auction.Step{Level: o.Limit, Litres: o.Litres}
	return steps
}

// hold holds the auction of the day, fills its orders, and fixes the reference price of the next one.
func (a *area) hold() {
	a.references = append(a.references, uint64(a.reference.Price()))
	a.auctions++
	if len(a.buys)+len(a.sells) > 0 {
		book := a.bookOf()
		r, err := auction.Clear(book, a.reference)
		a.ok(err)
		for i, side := range [][]*household{a.buys, a.sells} {
			steps := book.Buys
			if i == 1 {
				steps = book.Sells
			}
			bases := r.Bases(auction.Side(i+1), steps)
			for _, h := range side {
				a.fill(h, r, auction.Side(i+1), steps, bases)
			}
		}
		a.ledger = a.ledger.Trade(uint64(r.Volume))
		a.buys, a.sells = a.buys[:0], a.sells[:0]
	}
	target := a.ledger.ReferencePrice(a.terms.base, maxFactor)
	a.reference = auction.Follow(a.reference, auction.Price(target))
}

// fill gives a household what the auction made of an order.
func (a *area) fill(h *household, r auction.Result, side auction.Side, steps []auction.Step, bases []auction.Litres) {
	o := h.buy
	if side == auction.Sell {
		o = h.sell
	}
	var base auction.Litres
	for i, s := range steps {
		if s.Level == o.Limit {
			base = bases[i]
		}
	}
	deal, err := r.Fill(o, base, a.auctions)
	a.ok(err)
	if side == auction.Buy {
		next, account, _, err := a.ledger.Deliver(h.account, uint64(deal.Filled))
		a.book(h, next, account, err)
		a.escrow -= uint64(deal.Back)
		h.money += uint64(deal.Back)
		h.count(a.day, int64(deal.Filled), -int64(deal.Value), -int64(uint64(deal.Filled)*uint64(o.Limit.Price())))
		h.buy = auction.Order{}
		return
	}
	account, err := h.account.Sell(uint64(deal.Filled))
	a.ok(err)
	next, account, _, err := a.ledger.Release(account, uint64(deal.Rest))
	a.book(h, next, account, err)
	h.money += uint64(deal.Value)
	a.escrow -= uint64(deal.Value)
	h.count(a.day, -int64(deal.Filled), int64(deal.Value), int64(uint64(deal.Filled)*uint64(o.Limit.Price())))
	h.sell = auction.Order{}
}

// count counts a trade.
func (h *household) count(day int, litres, money, limit int64) {
	t := &h.trades[day]
	t.litres += litres
	t.money += money
	t.limit += limit
}
