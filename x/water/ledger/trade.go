package ledger

import "fmt"

// Offer sets tokens of an account aside for a sell order, at most those that are Sellable.
func (l Ledger) Offer(a Account, litres uint64) (Ledger, Account, error) {
	if limit := l.Sellable(a); litres > limit {
		return l, a, fmt.Errorf("%w: expected at most %d, got %d", ErrBalance, limit, litres)
	}
	next, b := l, a
	b.Balance -= litres
	b.Offered += litres
	next.Escrow += litres
	if err := next.Check(); err != nil {
		return l, a, err
	}
	return next, b, nil
}

// Sell takes tokens of a sell order from its account. They stay in escrow until they are delivered.
func (a Account) Sell(litres uint64) (Account, error) {
	if litres > a.Offered {
		return a, fmt.Errorf("%w: expected at most %d in its sell order, got %d", ErrSum, a.Offered, litres)
	}
	a.Offered -= litres
	a.Bought = min(a.Bought, a.Balance+a.Offered)
	return a, nil
}

// Release gives tokens of a sell order back to its account, and returns how many repaid an overdraft and were destroyed.
func (l Ledger) Release(a Account, litres uint64) (Ledger, Account, uint64, error) {
	if litres > a.Offered {
		return l, a, 0, fmt.Errorf("%w: expected at most %d in its sell order, got %d", ErrSum, a.Offered, litres)
	}
	next, b, repaid, err := l.fromEscrow(a, litres)
	if err != nil {
		return l, a, 0, err
	}
	b.Offered -= litres
	b.Bought = min(b.Bought, b.Balance+b.Offered)
	return next, b, repaid, nil
}

func (l Ledger) fromEscrow(a Account, litres uint64) (Ledger, Account, uint64, error) {
	if litres > l.Escrow {
		return l, a, 0, fmt.Errorf("%w: expected at most %d in sell orders, got %d", ErrSum, l.Escrow, litres)
	}
	next, b := l, a
	next.Escrow -= litres
	repaid := next.give(&b, litres)
	if err := next.Check(); err != nil {
		return l, a, 0, err
	}
	return next, b, repaid, nil
}

// Deliver gives tokens of sell orders to an account that bought them, beside its cap, and returns how many repaid an overdraft and were
// destroyed.
func (l Ledger) Deliver(a Account, litres uint64) (Ledger, Account, uint64, error) {
	next, b, repaid, err := l.fromEscrow(a, litres)
	if err != nil {
		return l, a, 0, err
	}
	b.Bought += litres - repaid // at most the balance
	return next, b, repaid, nil
}

// Trade counts litres that an auction sold.
func (l Ledger) Trade(litres uint64) Ledger {
	add(&l.Totals.Traded, litres)
	return l
}

// Wants returns the maximum that an account may order: the room below its cap plus its overdraft.
func (l Ledger) Wants(a Account) uint64 {
	limit := l.Cap(a)
	return limit - min(limit, a.Balance+a.Offered) + a.Overdraft // both at most the supply
}
