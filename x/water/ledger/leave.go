package ledger

import "fmt"

// Departure is what a household that moves out leaves behind.
type Departure struct {
	Settled  Settled
	Balance  uint64          // tokens, back to the subscribers
	Lifeline uint64          // back to the reserve
	Debt     uint64          // overdraft that the area takes over as a deficit
	Given    [2]Subscription // to periods that have not started
}

// Leave settles a household whose meter goes, and takes it out of the area. What it had goes to those who stay. What it owed the area takes
// over as a deficit, which inflow repays, and the account keeps it as a debt: Return makes it an overdraft again. An offer binds:
// it stays the account's until it is sold or released.
func (l Ledger) Leave(a Account) (Ledger, Account, Departure, error) {
	if period, behind := l.Behind(a); behind {
		return l, a, Departure{}, fmt.Errorf("%w: expected it to catch up with period %d", ErrBehind, period)
	}
	next, b := l, a
	var d Departure
	var err error
	if b.Begun {
		if err = next.claim(&b, l.Mark(), &d.Settled); err != nil {
			return l, a, Departure{}, err
		}
		// The remaining persons share what is returned below; the household must not be among them, or its part would be lost.
		if next.Water, err = next.Water.Leave(b.Now.Persons); err != nil {
			return l, a, Departure{}, fmt.Errorf("water: %w", err)
		}
	}
	_, d.Given = b.Unsubscribe(l.Period)
	if next, b, err = next.Reside(b, 0); err != nil {
		return l, a, Departure{}, err
	}

	d.Settled.Lifeline = b.Lifeline - a.Lifeline
	d.Balance, d.Lifeline, d.Debt = b.Balance, b.Lifeline, b.Overdraft
	next.Lifeline -= d.Lifeline
	next.Reserve += d.Lifeline
	next.Overdraft -= d.Debt
	next.Deficit += d.Debt
	next.allot(d.Balance)
	if err := next.Check(); err != nil {
		return l, a, Departure{}, err
	}
	return next, Account{Offered: b.Offered, Bought: min(b.Bought, b.Offered), Debt: b.owing()}, d, nil
}

// Return makes the debt of an account that gets a meter again its overdraft, as far as there is room. The tokens that repaid it in the meantime
// are given back to the subscribers, who paid for them.
func (l Ledger) Return(a Account) (Ledger, Account, error) {
	next, b := l, a
	litres := min(a.Debt, MaxLitres-min(a.Overdraft, MaxLitres), l.owingRoom())
	b.Debt -= litres
	b.Overdraft += litres
	next.Overdraft += litres
	next.Supply += litres
	next.allot(litres)
	if paid := min(b.Balance, b.Overdraft); paid > 0 {
		b.Balance -= paid
		b.Overdraft -= paid
		b.Bought = min(b.Bought, b.Balance+b.Offered)
		next.Overdraft -= paid
		next.burn(paid)
	}
	if err := next.Check(); err != nil {
		return l, a, err
	}
	return next, b, nil
}
