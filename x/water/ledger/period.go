package ledger

import "fmt"

// Start starts the period of the number, with the persons who subscribed to it. It returns the mark at which it starts: what was allotted before
// belongs to earlier subscribers. What could not be divided goes to the new ones.
func (l Ledger) Start(period, persons uint64) (Ledger, Mark, error) {
	if period <= l.Period {
		return l, Mark{}, fmt.Errorf("%w: expected one after %d, got %d", ErrPeriod, l.Period, period)
	}
	next := l
	next.Period, next.Minted = period, 0
	next.Water.Weight = persons
	var err error
	if next.Water, err = next.Water.Add(0); err != nil {
		return l, Mark{}, fmt.Errorf("carry: %w", err)
	}
	if err := next.Check(); err != nil {
		return l, Mark{}, err
	}
	return next, l.Mark(), nil
}

// GiveBack divides money that no producer earned among the persons who subscribed to the period that ends. What cannot be divided is carried.
func (l Ledger) GiveBack(money, persons uint64) (Ledger, error) {
	refund := l.Refund
	refund.Weight = persons
	refund, err := refund.Add(money)
	if err != nil {
		return l, fmt.Errorf("refund: %w", err)
	}
	next := l
	next.Refund.Acc, next.Refund.Carry = refund.Acc, refund.Carry
	return next, nil
}
