package ledger

import (
	"fmt"
	"math/bits"
)

// Settled is what an account got since it was last settled, and the parts that it did not keep.
type Settled struct {
	Water    uint64 // allotted; what is not Repaid is added to the balance
	Lifeline uint64
	Repaid   uint64 // of the overdraft; tokens destroyed
	Returned uint64 // balance above the cap, back to all persons of the running period
	Spared   uint64 // lifeline above its cap, back to the reserve
}

// Behind returns the number of the finished period in which the account has to CatchUp before anything else, if there is one.
func (l Ledger) Behind(a Account) (period uint64, behind bool) {
	a = a.advance(l.Period)
	if a.Period == 0 || a.Period >= l.Period {
		return 0, false
	}
	return a.Period, true
}

// CatchUp settles an account in the finished period that it is Behind in, of which these are the indexes, and moves it on to the
// period that it subscribed to next, if that one has started. It keeps at most what it would have kept if settled at the end of the
// period, otherwise avoiding settlement would be profitable. At most two periods are to be caught up with.
func (l Ledger) CatchUp(t Terms, a Account, finished Allotment) (Ledger, Account, Settled, error) {
	if _, behind := l.Behind(a); !behind {
		return l, a, Settled{}, fmt.Errorf("%w: expected an account in a period before %d, got %d", ErrPeriod, l.Period, a.Period)
	}
	next, b := l, a.advance(l.Period)
	s, err := next.claim(&b, &finished)
	if err != nil {
		return l, a, Settled{}, err
	}
	next.bound(t, &b, finished.Water.Weight, &s)
	b.Period, b.Persons, b.WaterLast, b.LifelineLast = 0, 0, 0, 0
	b = b.advance(l.Period)
	if err := next.Check(); err != nil {
		return l, a, Settled{}, err
	}
	return next, b, s, nil
}

// Settle gives an account what the running period has allotted to it. The allotment repays the overdraft first. If the account
// takes part in the period, lifeline above its cap goes to the reserve, and the balance above the cap to all persons.
func (l Ledger) Settle(t Terms, a Account) (Ledger, Account, Settled, error) {
	b := a.advance(l.Period)
	switch {
	case b.Period == 0:
		return l, b, Settled{}, nil
	case b.Period < l.Period:
		return l, a, Settled{}, fmt.Errorf("%w: expected it to be settled in period %d first", ErrBehind, b.Period)
	case b.Period > l.Period:
		return l, a, Settled{}, fmt.Errorf("%w: expected at most %d, got %d", ErrPeriod, l.Period, b.Period)
	}

	next := l
	s, err := next.claim(&b, &l.Allotment)
	if err != nil {
		return l, a, Settled{}, err
	}
	next.bound(t, &b, l.Allotment.Water.Weight, &s)
	if err := next.Check(); err != nil {
		return l, a, Settled{}, err
	}
	return next, b, s, nil
}

// bound takes what an account has above its caps in a period of so many persons: lifeline for the reserve, tokens for all persons of
// the running period.
func (l *Ledger) bound(t Terms, a *Account, all uint64, s *Settled) {
	if limit := product(t.Lifeline, t.CapDays, a.Persons); a.Lifeline > limit {
		s.Spared = a.Lifeline - limit
		a.Lifeline = limit
		l.Lifeline -= s.Spared
		l.Reserve += s.Spared
	}
	limit := l.capOf(a.Persons, all)
	add(&limit, a.Bought)
	if limit -= min(limit, a.Offered); a.Balance > limit { // an offer stays, and leaves less for the balance
		s.Returned = a.Balance - limit
		a.Balance = limit
		l.allot(s.Returned)
	}
}

// claim moves what an account is owed by the indexes of its period to the account.
func (l *Ledger) claim(a *Account, from *Allotment) (Settled, error) {
	water, err := from.Water.Owed(a.Persons, a.WaterLast)
	if err != nil {
		return Settled{}, fmt.Errorf("water: %w", err)
	}
	lifeline, err := from.Lifeline.Owed(a.Persons, a.LifelineLast)
	if err != nil {
		return Settled{}, fmt.Errorf("lifeline: %w", err)
	}
	a.WaterLast, a.LifelineLast = from.Water.Acc, from.Lifeline.Acc
	owed, wrapped := bits.Add64(water, lifeline, 0)
	if wrapped != 0 || owed > l.Unsettled {
		return Settled{}, fmt.Errorf("%w: expected at most %d to be owed, got %d and %d", ErrSum, l.Unsettled, water, lifeline)
	}

	l.Unsettled -= owed
	l.Lifeline += lifeline
	a.Lifeline += lifeline
	return Settled{Water: water, Lifeline: lifeline, Repaid: l.give(a, water)}, nil
}

// give moves tokens of the area to an owner. They repay the overdraft first: those are destroyed, and their number is returned.
func (l *Ledger) give(a *Account, litres uint64) (repaid uint64) {
	repaid = min(litres, a.Overdraft)
	a.Overdraft -= repaid
	l.Overdraft -= repaid
	l.burn(repaid)
	a.Balance += litres - repaid
	return repaid
}
