package economy_test

// comparison is what a strategy changes: the members of a coalition, and the others, in two runs of one season, in millilitres.
type comparison struct {
	honest, cheats *area

	water  int64 // what the members get beside trade more than when honest: litres, fees, refunds and pay
	pay    int64 // of the producer among them
	paid   int64 // in money
	trade  int64 // what they gain by trade against the reference price, more than when honest
	traded int64 // all of it
	room   int64 // what it would be if each of the others traded at its own limit, which it means
	worst  int64 // what the other household with the smallest gain gets; below 0: it loses

	// Litres, more than when all are honest.
	covered int64 // of the needs of members
	saved   int64 // that neither overflow nor leak
	passed  int64 // that others have above their caps, and which go to all
	kept    int64 // that members have less above theirs
	dry     int64 // of lifelines of others that their pipes did not have
}

// worth returns what a household has got beside trade: litres used and left, less those it owes, and fees and refunds at the reference price of
// the day in the honest season. Tokens for water that is not there count as far as there is some.
func (a *area) worth(h *household, prices []uint64) int64 {
	left := int64(h.account.Lifeline + h.account.Balance + h.account.Offered)
	if phantom := a.ledger.Stock - a.lake; phantom > 0 {
		left -= left * min(phantom, int64(a.ledger.Supply)) / int64(a.ledger.Supply)
	}
	litres := int64(h.covered) + left - int64(h.account.Overdraft+h.account.Debt)
	for _, t := range h.trades {
		litres -= t.litres
	}
	return litres*1_000 + inWater(h.flows, prices)
}

// traded returns what a household has gained by trade against the reference price of the honest season, and what it would have gained at its
// own limits.
func (h *household) traded(prices []uint64) (gain, limit int64) {
	for day, t := range h.trades {
		gain += t.litres*1_000 + t.money*1_000/int64(prices[day])
		limit += t.litres*1_000 + t.limit*1_000/int64(prices[day])
	}
	return gain, limit
}

func inWater(flows []int64, prices []uint64) (sum int64) {
	for day, money := range flows {
		sum += money * 1_000 / int64(prices[day])
	}
	return sum
}

func sum(flows []int64) (all int64) {
	for _, money := range flows {
		all += money
	}
	return all
}

// compare runs a season twice: once with all honest, once with a strategy.
func compare(t fataller, s *season, plan strategy) comparison {
	c := comparison{honest: newArea(t, s, strategy{}), cheats: newArea(t, s, plan), worst: 1 << 60}
	c.honest.run()
	c.cheats.run()
	if c.honest.lake != c.honest.ledger.Stock {
		t.Fatalf("expected honest meters to show the lake of %d, got %d", c.honest.lake, c.honest.ledger.Stock)
	}
	prices := c.honest.references
	for i, h := range c.cheats.households {
		water, covered, spared := c.cheats.worth(h, prices), int64(h.covered), int64(h.spared)
		traded, limit := h.traded(prices)
		trade := traded
		if i < len(c.honest.households) {
			twin := c.honest.households[i]
			gain, _ := twin.traded(prices)
			trade -= gain
			water -= c.honest.worth(twin, prices)
			covered -= int64(twin.covered)
			spared -= int64(twin.spared)
		}
		if c.cheats.plan.is(i) {
			c.water += water
			c.trade += trade
			c.traded += traded
			c.covered += covered
			c.kept -= spared
			continue
		}
		c.room -= limit
		c.passed += spared
		c.dry += int64(h.dry)
		c.worst = min(c.worst, water+trade)
		if traded < limit {
			t.Fatalf("household %d: expected to trade at its limits or better, got %d and %d", i, traded, limit)
		}
	}
	if plan.producer {
		c.pay = inWater(c.cheats.sources[dead].paid, prices) - inWater(c.honest.sources[dead].paid, prices)
		c.water += c.pay
		c.paid = sum(c.cheats.sources[dead].paid) - sum(c.honest.sources[dead].paid)
	}
	honest, cheats := c.honest.ledger.Totals, c.cheats.ledger.Totals
	c.saved = int64(honest.Overflow+honest.Lost) - int64(cheats.Overflow+cheats.Lost)
	return c
}

// shared returns the litres that the area has for its members more than in the honest season: less overflowed or leaked, the reserve keeps
// less, others had no room for more, the members themselves lost less above their caps, or a meter said so.
func (c comparison) shared() int64 {
	released := int64(c.honest.ledger.Reserve) - int64(c.cheats.ledger.Reserve)
	phantom := c.cheats.ledger.Stock - c.cheats.lake
	return max(c.saved, 0) + max(c.passed, 0) + max(c.kept, 0) + max(released, 0) + max(phantom, 0)
}

// bound returns the maximum that members gain beside trade, millilitres: what is shared, the pay, and a litre for each account and day, which
// rounding gives or takes.
func (c comparison) bound() int64 {
	return (c.shared()+int64(len(c.cheats.plan.members)*c.cheats.s.days))*1_000 + max(c.pay, 0)
}

// payable returns the maximum that a producer gains, in money: the remuneration of each period, and what an admin adds to it out of the fees
// that all agree to pay.
func (c comparison) payable() (limit int64) {
	for n, p := range c.cheats.periods {
		pay := min(p.terms.fee*c.persons(), remuneration(p))
		if n > 0 && c.cheats.plan.producer {
			limit += int64(pay)
		}
	}
	return limit
}

func remuneration(p period) uint64 {
	if p.terms.remunerations == nil {
		return 0
	}
	return p.terms.remunerations[dead]
}

func (c comparison) persons() (sum uint64) {
	for _, h := range c.honest.households {
		sum += h.persons
	}
	return sum
}

// accountDays returns a millilitre for each account and day, which converting money into water gives or takes.
func (a *area) accountDays() int64 { return int64(len(a.households) * a.s.days) }
