package ledger

import "fmt"

// Departure is what a household that moves out leaves behind.
type Departure struct {
	Settled  Settled
	Balance  uint64 // tokens, back to all persons of the running period
	Lifeline uint64 // back to the reserve
	Forgiven uint64 // overdraft, now part of the deficit

	NextPeriod  uint64 // number of the enrolling period that it had subscribed to; 0: none
	NextPersons uint64 // who leave that one
}

// Leave settles a household for the last time and takes it out of the running period. What it had goes to those who stay; what
// it owed, all owe. An offer is binding: it stays until it is sold or released.
func (l Ledger) Leave(a Account) (Ledger, Departure, error) {
	if period, behind := l.Behind(a); behind {
		return l, Departure{}, fmt.Errorf("%w: expected it to be settled in period %d first", ErrBehind, period)
	}
	next, b := l, a.advance(l.Period)
	var s Settled
	if b.Period != 0 {
		var err error
		if s, err = next.claim(&b, &l.Allotment); err != nil {
			return l, Departure{}, err
		}
		// The remaining persons share what is returned below; the household must not be among them, or its part would be lost.
		if next.Allotment.Water, err = next.Allotment.Water.Leave(b.Persons); err != nil {
			return l, Departure{}, fmt.Errorf("water: %w", err)
		}
		if next.Allotment.Lifeline, err = next.Allotment.Lifeline.Leave(b.Persons); err != nil {
			return l, Departure{}, fmt.Errorf("lifeline: %w", err)
		}
	}

	d := Departure{
		Settled: s, Balance: b.Balance, Lifeline: b.Lifeline, Forgiven: b.Overdraft,
		NextPeriod: b.NextPeriod, NextPersons: b.NextPersons,
	}
	next.Lifeline -= d.Lifeline
	next.Reserve += d.Lifeline
	next.Overdraft -= d.Forgiven
	next.Deficit += d.Forgiven
	next.allot(d.Balance)
	if err := next.Check(); err != nil {
		return l, Departure{}, err
	}
	return next, d, nil
}
