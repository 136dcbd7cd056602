package ledger

// Consumption is what covers a reading. Lifeline + Tokens + Overdraft + Unconsented + Uncounted is all of it.
type Consumption struct {
	Lifeline    uint64
	Tokens      uint64 // of the owner
	Overdraft   uint64 // drawn beyond the balance
	Unconsented uint64 // drawn without consent: now part of the deficit
	Uncounted   uint64 // beyond the maximum overdraft: ignored
}

// Burned returns the tokens that were destroyed.
func (c Consumption) Burned() uint64 { return c.Lifeline + c.Tokens }

// Consume counts a reading of a household that is settled: first the part covered by the owner's consent, then the rest. No
// reading is refused for lack of tokens. The excess over the maximum overdraft or MaxOwing is ignored.
func (l Ledger) Consume(a Account, consented, unconsented uint64) (Ledger, Account, Consumption, error) {
	next, b := l, a
	c := Consumption{Lifeline: min(consented, a.Lifeline)}
	c.Tokens = min(consented-c.Lifeline, a.Balance)
	rest := consented - c.Lifeline - c.Tokens
	c.Overdraft = min(rest, MaxLitres-min(a.Overdraft, MaxLitres), l.owingRoom())

	b.Lifeline -= c.Lifeline
	b.Balance -= c.Tokens
	b.Bought -= min(b.Bought, c.Tokens)
	b.Overdraft += c.Overdraft
	next.Lifeline -= c.Lifeline
	next.Overdraft += c.Overdraft
	next.burn(c.Burned())

	c.Unconsented = min(unconsented, next.owingRoom())
	next.Deficit += c.Unconsented
	counted := c.Burned() + c.Overdraft + c.Unconsented
	next.Stock -= int64(counted) //nolint:gosec // burned is at most the supply, the rest at most MaxOwing

	add(&c.Uncounted, rest-c.Overdraft)
	add(&c.Uncounted, unconsented-c.Unconsented)
	add(&b.Spent, consented)
	for _, total := range []*uint64{&b.Consumed, &next.Totals.Consumed} {
		add(total, consented)
		add(total, unconsented)
	}
	add(&next.Totals.Unconsented, unconsented)
	add(&next.Totals.Uncounted, c.Uncounted)
	if err := next.Check(); err != nil {
		return l, a, Consumption{}, err
	}
	return next, b, c, nil
}
