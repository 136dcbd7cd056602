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
	add(&b.Sold, litres)
	next.Escrow += litres
	if err := next.Check(); err != nil {
		return l, a, err
	}
	return next, b, nil
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
	b.Sold -= min(b.Sold, litres)
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

// Deliver gives tokens of sell orders to an account that bought them, and returns how many repaid an overdraft and were
// destroyed. The offers of the sellers shrink by as much.
func (l Ledger) Deliver(a Account, litres uint64) (Ledger, Account, uint64, error) {
	next, b, repaid, err := l.fromEscrow(a, litres)
	if err != nil {
		return l, a, 0, err
	}
	add(&next.Totals.Traded, litres)
	return next, b, repaid, nil
}

// Wants returns the maximum that an account may order: the room below its cap plus its overdraft.
func (l Ledger) Wants(a Account) uint64 {
	limit := l.Cap(a)
	return limit - min(limit, a.Balance+a.Offered) + a.Overdraft // both at most the supply
}
