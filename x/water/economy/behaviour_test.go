package economy_test

import "github.com/utilityd/utilityd/x/water/auction"

// run runs a season.
func (a *area) run() {
	for a.day = range a.s.days {
		a.morning()
		a.noon()
		a.evening()
		a.checkMoney()
		a.ok(a.ledger.Check())
	}
	for _, h := range a.households {
		a.touch(h)
	}
	a.pay(&a.periods[a.ledger.Period], a.ledger.Period)
	for _, h := range a.households {
		a.touch(h)
	}
	a.checkMoney()
}

// morning starts a period, gives the lifelines, and takes subscriptions and orders.
func (a *area) morning() {
	if a.day%a.s.period == 0 {
		if a.day == 0 {
			a.enrol()
		}
		a.start()
	}
	next := a.day%a.s.period + enrolment
	if next == a.s.period {
		a.open()
	}
	a.tick()
	if next == a.s.period+enrolment-1 && a.day+1 < a.s.days {
		a.enrol()
	}
	for _, last := range []bool{false, true} {
		for k := range a.households {
			i := (k + a.day) % len(a.households)
			if h := a.households[i]; a.plan.isLast(i) == last && h.account.Persons > 0 {
				a.order(i, h)
			}
		}
	}
}

func (a *area) enrol() {
	for i, h := range a.households {
		if a.plan.subscribes == nil || !a.plan.is(i) || a.plan.subscribes(a) {
			a.subscribe(h)
		}
	}
}

func (a *area) order(i int, h *household) {
	if a.plan.order != nil && a.plan.is(i) {
		a.plan.order(a, i, h)
		return
	}
	a.orderHonestly(h)
}

// orderHonestly buys what is missing and sells what is more than enough, at the limits that the household means.
func (a *area) orderHonestly(h *household) {
	side, litres := a.wish(h)
	if side == auction.Buy {
		a.place(h, side, h.maxPrice, litres)
	} else {
		a.place(h, side, h.minPrice, litres)
	}
}

// wish returns what a household would trade.
func (a *area) wish(h *household) (auction.Side, uint64) {
	need := h.needs[a.day]
	left := h.account.Left()
	if left < h.thrift/2*need {
		return auction.Buy, h.thrift*need - left + h.account.Overdraft
	}
	return auction.Sell, h.account.Balance - min(h.account.Balance, h.thrift*need)
}

// noon lets each household draw.
func (a *area) noon() {
	for k := range a.households {
		i := (k + a.day) % len(a.households)
		h := a.households[i]
		if h.account.Persons == 0 {
			continue
		}
		a.touch(h)
		litres := min(h.needs[a.day], a.ledger.Drawable(h.account))
		if a.plan.draws != nil && a.plan.is(i) {
			litres = a.plan.draws(a, h)
		}
		a.draw(h, litres)
	}
}

// evening fills the lake, and holds the auction.
func (a *area) evening() {
	for i, s := range a.sources {
		a.measure(i, s.brings[a.day])
	}
	a.lose()
	if a.plan.evening != nil {
		a.plan.evening(a)
	}
	a.hold()
}
