package economy_test

import (
	"slices"

	"github.com/utilityd/utilityd/x/water/auction"
)

// strategy is what some members of an area do instead of being honest. What it leaves out they do honestly.
type strategy struct {
	name     string
	members  []int // households that deviate together, or who profit
	producer bool  // whether the producer of source 1 is one of them
	last     bool  // whether they order after all others

	begin      func(a *area)
	subscribes func(a *area) bool
	order      func(a *area, i int, h *household)
	draws      func(a *area, h *household) uint64
	evening    func(a *area)
}

func (s strategy) is(i int) bool { return slices.Contains(s.members, i) }

func (s strategy) isLast(i int) bool { return s.last && s.is(i) }

func strategies() []strategy {
	return []strategy{
		{name: "overdraws", members: []int{0}, draws: drawNeed},
		{name: "hoards", members: []int{0}, order: hoard},
		{name: "lives from trade", members: []int{0}, subscribes: never},
		{name: "moves with its debt", members: []int{0}, order: rest, draws: drawNeed, evening: moveAbout},
		{name: "orders last", members: []int{0}, last: true, order: orderBest},
		{name: "splits", members: []int{0}, begin: split},
		{name: "trades with a friend", members: []int{0, 1}, order: wash},
		{name: "squeezes", members: []int{0, 1, 2}, last: true, order: squeeze},
		{name: "reports losses", members: []int{0}, producer: true, evening: reportLosses},
		{name: "reports water", members: []int{0}, producer: true, evening: reportWater},
		{name: "claims one litre", producer: true, evening: claimOneLitre},
		{name: "raises terms", members: []int{0}, producer: true, begin: raiseTerms},
		{name: "orders for show", members: []int{0}, order: orderForShow},
	}
}

// drawNeed draws what the household needs, with a valve that is out of order.
func drawNeed(a *area, h *household) uint64 { return h.needs[a.day] }

func never(*area) bool { return false }

// hoard buys up to the cap, and sells nothing.
func hoard(a *area, _ int, h *household) { a.place(h, auction.Buy, h.maxPrice, ^uint64(0)>>20) }

// rest orders nothing on days on which the household may leave.
func rest(a *area, _ int, h *household) {
	if a.day%7 != 0 {
		a.orderHonestly(h)
	}
}

// moveAbout leaves with an overdraft, and comes back three days later.
func moveAbout(a *area) {
	h := a.households[0]
	switch {
	case h.away > 0:
		if h.away--; h.away == 0 {
			a.comeBack(h)
		}
	case h.account.Overdraft > 0 && a.day%7 == 0:
		a.leave(h)
		h.away = 3
	}
}

// orderBest sees all other orders, and chooses the limit and the litres that gain the most against the reference price.
func orderBest(a *area, _ int, h *household) {
	side, litres := a.wish(h)
	own, book := h.maxPrice, a.bookOf()
	others := book.Sells
	if side == auction.Sell {
		own, others = h.minPrice, book.Buys
	}
	limits := []auction.Level{own, a.reference}
	for _, s := range others {
		limits = append(limits, s.Level)
	}
	best, bestGain, bestLitres := own, int64(-1), litres
	for _, limit := range limits {
		for _, part := range []uint64{litres, litres / 2} {
			if gain := a.tryOrder(book, side, limit, part); gain > bestGain {
				best, bestGain, bestLitres = limit, gain, part
			}
		}
	}
	a.place(h, side, best, bestLitres)
}

// tryOrder returns what an order would gain against the reference price.
func (a *area) tryOrder(book auction.Book, side auction.Side, limit auction.Level, litres uint64) int64 {
	o := auction.Order{Side: side, Limit: limit, Litres: auction.Litres(min(litres, uint64(a.ledger.Supply)))}
	if o.Litres == 0 {
		return -1
	}
	steps := addStep(slices.Clone(book.Buys), o)
	tried := auction.Book{Buys: steps, Sells: book.Sells}
	if side == auction.Sell {
		steps = addStep(slices.Clone(book.Sells), o)
		tried = auction.Book{Buys: book.Buys, Sells: steps}
	}
	r, err := auction.Clear(tried, a.reference)
	a.ok(err)
	if !o.Accepts(r.Price) {
		return 0
	}
	all, sign := r.Demand, int64(-1)
	if side == auction.Sell {
		all, sign = r.Supply, 1
	}
	filled := int64(o.Litres) * int64(r.Volume) / int64(all)
	return sign * filled * (int64(r.Price.Price()) - int64(a.reference.Price()))
}

// split makes one account for each person of the household, which share its money.
func split(a *area) {
	first := a.households[0]
	whole := first.home
	for i := range whole.persons {
		part := whole
		part.persons, part.needs = 1, make([]uint64, a.s.days)
		for d, need := range whole.needs {
			part.needs[d] = need*(i+1)/whole.persons - need*i/whole.persons
		}
		if i > 0 {
			a.plan.members = append(a.plan.members, len(a.households))
			a.move(part)
			continue
		}
		next, account, err := a.ledger.Reside(first.account, 1)
		a.book(first, next, account, err)
		first.home = part
	}
}

// wash trades between two friends: dear on even days, cheap on odd ones.
func wash(a *area, i int, h *household) {
	limit := auction.Floor(auction.Price(8 * a.s.terms.base))
	if a.day%2 == 1 {
		limit = auction.Floor(auction.Price(max(a.s.terms.base/2, 1)))
	}
	side := auction.Buy
	if i == (a.day/2)%2 {
		side = auction.Sell
	}
	a.place(h, side, limit, 1<<30)
}

// squeeze sells only for what the second-best buyer bids, and buys only for what the second-best seller asks.
func squeeze(a *area, _ int, h *household) {
	side, litres := a.wish(h)
	book, limit := a.bookOf(), h.maxPrice
	switch {
	case side == auction.Sell && len(book.Buys) > 0:
		limit = book.Buys[max(len(book.Buys)-2, 0)].Level
	case side == auction.Buy && len(book.Sells) > 0:
		limit = book.Sells[min(1, len(book.Sells)-1)].Level
	case side == auction.Sell:
		limit = h.minPrice
	}
	a.place(h, side, limit, litres)
}

// reportLosses reports what the parameter lets through without the admin, while nothing leaks.
func reportLosses(a *area) {
	s, stock := a.sources[dead], uint64(max(a.ledger.Stock, 0))
	free := (stock + a.lossPeriod) * maxLoss / 1_000_000
	if litres := min(free-min(a.lossPeriod, free), s.stored-s.lost, stock); litres > 0 {
		a.report(dead, litres)
		a.lossPeriod += litres
	}
}

// reportWater reports a twentieth of the capacity that is not there, each day.
func reportWater(a *area) {
	lake := a.lake
	a.measure(dead, a.sources[dead].capacity/20)
	a.lake = lake
}

// claimOneLitre reports a litre that is not there, so that a source which brings nothing is paid.
func claimOneLitre(a *area) {
	lake := a.lake
	a.measure(dead, 1)
	a.lake = lake
}

// raiseTerms announces the highest fee that the others accept, the pay for it, no lifeline, and a price ten times as high.
func raiseTerms(a *area) {
	a.announced.fee *= 2
	a.announced.base *= 10
	a.announced.water.Lifeline = 0
	a.announced.remunerations = slices.Clone(a.announced.remunerations)
	a.announced.remunerations[dead] = 1 << 40
}

// orderForShow bids next to nothing and asks for the moon.
func orderForShow(a *area, i int, h *household) {
	bidForShow(a, i, h)
	a.place(h, auction.Sell, auction.MaxLevel, 1<<30)
}

func bidForShow(a *area, _ int, h *household) { a.place(h, auction.Buy, 1, 1<<30) }
