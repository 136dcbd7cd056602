package ledger

// Measured returns all that the source measured; the greatest uint64 if that does not fit.
func (f Inflow) Measured() uint64 {
	sum := f.Stored
	add(&sum, f.Overflow)
	return sum
}

// Plus returns the sums of two, for the summary of a batch. A sum that does not fit is the greatest uint64.
func (f Inflow) Plus(g Inflow) Inflow {
	add(&f.Stored, g.Stored)
	add(&f.Overflow, g.Overflow)
	add(&f.Repaid, g.Repaid)
	add(&f.Minted, g.Minted)
	add(&f.Reserved, g.Reserved)
	add(&f.Allotted, g.Allotted)
	return f
}

// Measured returns all that was drawn; the greatest uint64 if that does not fit.
func (c Consumption) Measured() uint64 {
	sum := c.Lifeline
	for _, part := range []uint64{c.Tokens, c.Overdraft, c.Uncounted} {
		add(&sum, part)
	}
	return sum
}

// Plus returns the sums of two, for the summary of a batch. A sum that does not fit is the greatest uint64.
func (c Consumption) Plus(d Consumption) Consumption {
	add(&c.Lifeline, d.Lifeline)
	add(&c.Tokens, d.Tokens)
	add(&c.Overdraft, d.Overdraft)
	add(&c.Uncounted, d.Uncounted)
	return c
}
