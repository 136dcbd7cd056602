package ledger

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/accrual"
)

// Start ends the running period and starts the one of the number, with the persons who subscribed to it. It returns the indexes
// of the finished period, in which accounts CatchUp. What could not be divided goes on to the new period.
func (l Ledger) Start(period, persons uint64) (Ledger, Allotment, error) {
	if period <= l.Period {
		return l, Allotment{}, fmt.Errorf("%w: expected one after %d, got %d", ErrPeriod, l.Period, period)
	}
	next, finished := l, l.Allotment
	for _, index := range []struct {
		before, after *accrual.Index
	}{
		{&finished.Water, &next.Allotment.Water},
		{&finished.Lifeline, &next.Allotment.Lifeline},
	} {
		after, err := accrual.Index{Weight: persons}.Add(index.before.Carry)
		if err != nil {
			return l, Allotment{}, fmt.Errorf("carry: %w", err)
		}
		*index.after = after
		index.before.Carry = 0
	}
	next.Period, next.Minted = period, 0
	if err := next.Check(); err != nil {
		return l, Allotment{}, err
	}
	return next, finished, nil
}
