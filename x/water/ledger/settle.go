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
	Refund   uint64 // money, for the account
	Returned uint64 // balance above the cap, back to all persons of the running period
	Spared   uint64 // lifeline above its cap, back to the reserve
}

// Behind returns the period with whose Mark the account has to CatchUp before anything else, if there is one: the start of its
// subscription, or the period after its end.
func (l Ledger) Behind(a Account) (period uint64, behind bool) {
	switch {
	case a.Now.Last == 0:
		return 0, false
	case !a.Begun:
		return a.Now.First, a.Now.First <= l.Period
	default:
		return a.Now.Last + 1, a.Now.Last < l.Period
	}
}

// CatchUp moves an account on to the start of the period that it is Behind with, where the indexes stood at the mark: its subscription
// begins there, or ends there and the next one follows.
func (l Ledger) CatchUp(a Account, at Mark) (Ledger, Account, Settled, error) {
	if _, behind := l.Behind(a); !behind {
		return l, a, Settled{}, fmt.Errorf("%w: expected an account that is behind period %d, got %+v", ErrPeriod, l.Period, a.Now)
	}
	next, b := l, a
	if !b.Begun {
		b.Begun, b.Last = true, at
		return next, b, Settled{}, nil
	}
	var s Settled
	if err := next.claim(&b, at, &s); err != nil {
		return l, a, Settled{}, err
	}
	b.Now, b.Next, b.Begun, b.Last = b.Next, Subscription{}, false, Mark{}
	if err := next.Check(); err != nil {
		return l, a, Settled{}, err
	}
	return next, b, s, nil
}

// Settle gives an account what it is owed: the lifeline of its persons and, if it subscribes to the running period, allotment and refund.
// The allotment repays the overdraft first. Lifeline above its cap goes to the reserve, and a balance above the cap to all
// subscribers.
func (l Ledger) Settle(t Terms, a Account) (Ledger, Account, Settled, error) {
	if period, behind := l.Behind(a); behind {
		return l, a, Settled{}, fmt.Errorf("%w: expected it to catch up with period %d", ErrBehind, period)
	}
	next, b := l, a
	var s Settled
	if b.Begun {
		if err := next.claim(&b, l.Mark(), &s); err != nil {
			return l, a, Settled{}, err
		}
	}
	if b.Persons > 0 {
		if err := next.claimLifeline(&b); err != nil {
			return l, a, Settled{}, err
		}
		s.Lifeline = b.Lifeline - a.Lifeline
		next.bound(t, &b, &s)
	}
	if err := next.Check(); err != nil {
		return l, a, Settled{}, err
	}
	return next, b, s, nil
}

// bound takes what an account with a meter has above its caps: lifeline for the reserve, tokens for the subscribers of the running period.
func (l *Ledger) bound(t Terms, a *Account, s *Settled) {
	if limit := product(t.Lifeline, t.CapDays, a.Persons); a.Lifeline > limit {
		s.Spared = a.Lifeline - limit
		a.Lifeline = limit
		l.Lifeline -= s.Spared
		l.Reserve += s.Spared
	}
	limit := l.Cap(*a)
	add(&limit, a.Bought)
	if limit -= min(limit, a.Offered); a.Balance > limit { // an offer stays, and leaves less for the balance
		s.Returned = a.Balance - limit
		a.Balance = limit
		l.allot(s.Returned)
	}
}

// claim moves to an account what it is owed as a subscriber up to a mark.
func (l *Ledger) claim(a *Account, at Mark, s *Settled) error {
	water := l.Water
	water.Acc = at.Water
	refund := l.Refund
	refund.Acc = at.Refund
	owed, err := water.Owed(a.Now.Persons, a.Last.Water)
	if err != nil {
		return fmt.Errorf("water: %w", err)
	}
	if s.Refund, err = refund.Owed(a.Now.Persons, a.Last.Refund); err != nil {
		return fmt.Errorf("refund: %w", err)
	}
	if owed > l.Unsettled {
		return fmt.Errorf("%w: expected at most %d to be owed, got %d", ErrSum, l.Unsettled, owed)
	}
	a.Last = at
	s.Water = owed
	l.Unsettled -= owed
	s.Repaid = l.give(a, owed)
	return nil
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

// owing returns the sum of what an account owes.
func (a Account) owing() uint64 {
	sum, wrapped := bits.Add64(a.Overdraft, a.Debt, 0)
	return sum | -wrapped
}
