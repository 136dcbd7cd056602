package ledger

import "fmt"

// Inflow is what becomes of the water that a source measured. Stored + Overflow is all of it, Repaid + Minted what was stored,
// and Reserved + Allotted what was minted.
type Inflow struct {
	Stored   uint64
	Overflow uint64 // there was no room
	Repaid   uint64 // of the deficit
	Minted   uint64 // tokens made for the area
	Reserved uint64 // for lifelines
	Allotted uint64 // to the persons of the running period
}

// Inflow puts what a source measured into the stock and mints it. Firm water is senior: all of it goes to the reserve, of which the next
// Tick gives the lifelines before anything repays the deficit. Other water repays the deficit first, then fills the reserve.
func (l Ledger) Inflow(t Terms, firm bool, litres uint64) (Ledger, Inflow, error) {
	next := l
	f := Inflow{Stored: min(litres, l.free())}
	f.Overflow = litres - f.Stored
	if firm && t.Lifeline > 0 {
		f.Minted, f.Reserved = f.Stored, f.Stored
	} else {
		f.Repaid = min(f.Stored, l.Deficit)
		f.Minted = f.Stored - f.Repaid
		target := l.target(t)
		f.Reserved = min(f.Minted, target-min(target, l.Reserve))
		f.Allotted = f.Minted - f.Reserved
	}

	next.Stock += int64(f.Stored) //nolint:gosec // at most the free room
	next.Deficit -= f.Repaid
	next.Supply += f.Minted
	next.Reserve += f.Reserved
	next.Fresh += f.Reserved
	next.allot(f.Allotted)
	add(&next.Minted, f.Minted)
	add(&next.Totals.Inflow, litres)
	add(&next.Totals.Minted, f.Minted)
	add(&next.Totals.Overflow, f.Overflow)
	if err := next.Check(); err != nil {
		return l, Inflow{}, err
	}
	return next, f, nil
}

// free returns how much more there is room for.
func (l *Ledger) free() uint64 {
	capacity := int64(min(l.Capacity, MaxCapacity)) //nolint:gosec // at most MaxCapacity
	if l.Stock >= capacity || l.Stock < -MaxOwing {
		return 0
	}
	return uint64(capacity - l.Stock) //nolint:gosec // above 0
}

// Lose takes water that leaked or evaporated from the stock. Tokens are not touched: later inflow repays the deficit.
func (l Ledger) Lose(litres uint64) (Ledger, error) {
	switch {
	case litres > uint64(max(l.Stock, 0)):
		return l, fmt.Errorf("%w: expected at most %d, got %d", ErrLoss, max(l.Stock, 0), litres)
	case litres > l.owingRoom():
		return l, fmt.Errorf("%w: expected a loss of at most %d, got %d", ErrOwing, l.owingRoom(), litres)
	}
	next := l
	next.Stock -= int64(litres) //nolint:gosec // at most the stock
	next.Deficit += litres
	add(&next.Totals.Lost, litres)
	if err := next.Check(); err != nil {
		return l, err
	}
	return next, nil
}

// Enlarge gives an area the room of one more source.
func (l Ledger) Enlarge(capacity uint64) (Ledger, error) {
	if limit := MaxCapacity - min(l.Capacity, MaxCapacity); capacity > limit {
		return l, fmt.Errorf("%w: expected at most %d more, got %d", ErrCapacity, limit, capacity)
	}
	next := l
	next.Capacity += capacity
	return next, nil
}

// Shrink takes the room of a source away. It is refused if the stock needs it, unless the source is gone anyway: then the stock
// may be more than there is room for, and nothing flows in until it is less.
func (l Ledger) Shrink(capacity uint64, gone bool) (Ledger, error) {
	if capacity > l.Capacity {
		return l, fmt.Errorf("%w: expected at most %d less, got %d", ErrCapacity, l.Capacity, capacity)
	}
	left := l.Capacity - capacity
	if !gone && l.Stock > int64(min(left, MaxCapacity)) { //nolint:gosec // at most MaxCapacity
		return l, fmt.Errorf("%w: expected room for a stock of %d to be left, got %d", ErrCapacity, l.Stock, left)
	}
	next := l
	next.Capacity = left
	return next, nil
}
