package ledger

// Consumption is what covers a reading. Lifeline + Tokens + Overdraft + Uncounted is all of it.
type Consumption struct {
	Lifeline  uint64
	Tokens    uint64 // of the owner
	Overdraft uint64 // drawn beyond the balance
	Uncounted uint64 // beyond the maximum overdraft: ignored
}

// Burned returns the tokens that were destroyed.
func (c Consumption) Burned() uint64 { return c.Lifeline + c.Tokens }

// Consume counts a reading of a household that is settled. The household pays all of it, by lifeline, tokens and overdraft; no reading is
// refused for lack of tokens. The excess over the maximum overdraft or MaxOwing is ignored.
func (l Ledger) Consume(a Account, litres uint64) (Ledger, Account, Consumption, error) {
	next, b := l, a
	c := Consumption{Lifeline: min(litres, a.Lifeline)}
	c.Tokens = min(litres-c.Lifeline, a.Balance)
	rest := litres - c.Lifeline - c.Tokens
	c.Overdraft = min(rest, MaxLitres-min(a.Overdraft, MaxLitres), l.owingRoom())
	c.Uncounted = rest - c.Overdraft

	b.Lifeline -= c.Lifeline
	b.Balance -= c.Tokens
	b.Bought -= min(b.Bought, c.Tokens)
	b.Overdraft += c.Overdraft
	next.Lifeline -= c.Lifeline
	next.Overdraft += c.Overdraft
	next.burn(c.Burned())
	next.Stock -= int64(c.Burned() + c.Overdraft) //nolint:gosec // burned is at most the supply, the rest at most MaxOwing

	add(&b.Spent, litres)
	add(&b.Consumed, litres)
	add(&next.Totals.Consumed, litres)
	add(&next.Totals.Uncounted, c.Uncounted)
	if err := next.Check(); err != nil {
		return l, a, Consumption{}, err
	}
	return next, b, c, nil
}
