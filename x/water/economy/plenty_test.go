package economy_test

// plenty lets it rain until the lake is full, and for ten days more. It returns the days until then, and the litres that were stored in them, in
// hundredths of the capacity. On each day holdings are within the promised bound.
func (a *area) plenty() (days int, filled uint64) {
	before, need := a.ledger.Totals, uint64(0)
	for _, h := range a.households {
		need += h.needs[a.day]
	}
	for after := 0; after < 10; {
		a.tick()
		for i, h := range a.households {
			if h.account.Persons > 0 {
				a.order(i, h)
			}
		}
		a.noon()
		a.measure(0, need*5/4+a.ledger.Capacity/20)
		full := a.ledger.Stock >= int64(a.ledger.Capacity)
		a.hold()
		for _, h := range a.households {
			a.touch(h)
		}
		a.checkHoldings()
		if full {
			after++
			continue
		}
		days++
		t := a.ledger.Totals
		filled = (t.Inflow - t.Overflow - before.Inflow + before.Overflow) * 100 / a.ledger.Capacity
	}
	return days, filled
}

func (a *area) isSubscriber(h *household) bool {
	return h.account.Begun && h.account.Now.First <= a.ledger.Period && a.ledger.Period <= h.account.Now.Last
}

// checkHoldings checks that no subscriber has less than its part of the capacity by more than what is elsewhere: in the empty part of the lake, in
// the reserve, in lifelines, with households that do not subscribe, and in what others bought.
func (a *area) checkHoldings() {
	l := &a.ledger
	if l.Stock > int64(l.Capacity) {
		return
	}
	gap := int64(l.Capacity) - l.Stock + int64(l.Reserve+l.Lifeline+l.Unsettled)
	for _, h := range a.households {
		if a.isSubscriber(h) {
			gap += int64(h.account.Bought)
		} else {
			gap += int64(h.account.Balance)
		}
	}
	for i, h := range a.households {
		if part := int64(l.Capacity * h.persons / max(l.Water.Weight, 1)); a.isSubscriber(h) && int64(h.account.Balance)+gap < part {
			a.t.Fatalf("household %d: expected to lack at most %d of %d litres, got %d", i, gap, part, h.account.Balance)
		}
	}
}
