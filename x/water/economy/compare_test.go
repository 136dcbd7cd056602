package economy_test

// comparison is what a strategy changes: the members of a coalition, and the others, in two runs of one season, in millilitres.
type comparison struct {
	honest, cheats *area

	water int64 // what the members get beside trade: litres, fees, refunds and pay
	trade int64 // what they gain by trade against the reference price
	room  int64 // what the limits of others, which they mean, let them gain by trade
	early int64 // litres of their needs that are covered, more than when honest
	worst int64 // what the other household with the smallest gain gets; below 0: it loses
	dry   int64 // litres of lifeline of the others that their pipes did not have
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

// traded returns what a household has gained by trade against the reference price of the honest season, and what it could have gained.
func (h *household) traded(prices []uint64) (gain, room int64) {
	for day, t := range h.trades {
		gain += t.litres*1_000 + t.money*1_000/int64(prices[day])
		room += t.room * 1_000 / int64(prices[day])
	}
	return gain, room
}

func inWater(flows []int64, prices []uint64) (sum int64) {
	for day, money := range flows {
		sum += money * 1_000 / int64(prices[day])
	}
	return sum
}

// compare runs a season twice: once with all honest, once with a strategy.
func compare(t fataller, s *season, plan strategy) comparison {
	c := comparison{honest: newArea(t, s, strategy{}), cheats: newArea(t, s, plan), worst: 1 << 60}
	c.honest.run()
	c.cheats.run()
	prices := c.honest.references
	for i, h := range c.cheats.households {
		water := c.cheats.worth(h, prices)
		trade, room := h.traded(prices)
		covered := int64(h.covered)
		if i < len(c.honest.households) {
			twin := c.honest.households[i]
			gain, _ := twin.traded(prices)
			water -= c.honest.worth(twin, prices)
			trade -= gain
			covered -= int64(twin.covered)
		}
		if c.cheats.plan.is(i) {
			c.water += water
			c.trade += trade
			c.room += room
			c.early += covered
			continue
		}
		c.dry += int64(h.dry)
		c.worst = min(c.worst, water+trade)
	}
	if plan.producer {
		c.water += inWater(c.cheats.sources[dead].paid, prices) - inWater(c.honest.sources[dead].paid, prices)
	}
	return c
}
