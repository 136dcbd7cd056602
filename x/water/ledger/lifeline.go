package ledger

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// Tick is what becomes of the reserve once a day. Given is Each for every person that lives in the area; Repaid + Allotted is what the
// reserve had beyond its target.
type Tick struct {
	Each     uint64 // litres a person
	Given    uint64
	Repaid   uint64 // of the deficit; tokens destroyed
	Allotted uint64 // to the persons of the running period
}

// stretch makes full lifelines of a reserve that is at least half full, and stretches the other half.
const stretch = 2

// Ration returns the litres that a tick gives to each person now, rounded down: what came into the reserve since the last tick, and of what
// was saved twice its part of ReserveDays, so that savings last; at most a lifeline. It is at least min(lifeline, fresh / persons).
func (l Ledger) Ration(t Terms) uint64 {
	days, persons := max(t.ReserveDays, 1), l.Residents.Weight
	if persons == 0 {
		return 0
	}
	each := min(t.Lifeline, l.Reserve/persons)
	part, _, err := exact.MulAddDivRem(l.Fresh, days, stretch*(l.Reserve-l.Fresh), product(days, persons, 1))
	if err != nil { // more than 64 bits hold
		return each
	}
	return min(each, part)
}

// Tick gives every person that lives in the area its lifeline of a day. What the reserve has beyond its target repays the deficit, and then
// goes to the subscribers.
func (l Ledger) Tick(t Terms) (Ledger, Tick, error) {
	var d Tick
	next := l
	if persons := l.Residents.Weight; persons > 0 {
		d.Each = l.Ration(t)
		d.Given = d.Each * persons
		var err error
		if next.Residents, err = l.Residents.Add(d.Given); err != nil {
			return l, Tick{}, fmt.Errorf("lifeline: %w", err)
		}
	}
	next.Reserve -= d.Given
	next.Lifeline += d.Given
	next.Fresh = 0

	surplus := next.Reserve - min(next.target(t), next.Reserve)
	d.Repaid = min(surplus, next.Deficit)
	d.Allotted = surplus - d.Repaid
	next.Reserve -= surplus
	next.Deficit -= d.Repaid
	next.burn(d.Repaid)
	next.allot(d.Allotted)
	if err := next.Check(); err != nil {
		return l, Tick{}, err
	}
	return next, d, nil
}

// target returns the reserve that inflow fills first.
func (l *Ledger) target(t Terms) uint64 {
	return product(t.Lifeline, max(t.ReserveDays, 1), l.Residents.Weight)
}

// Allocation is the part of tokens that may be drawn now: Free of All litres. What the stock holds for reserve and lifelines is not for
// tokens.
type Allocation struct {
	Free, All uint64
}

// Allocation returns the present allocation: (stock − reserve − lifelines) / other tokens, between 0 and 1. Drawing within it keeps the
// stock at least at what reserve and lifelines promise.
func (l Ledger) Allocation() Allocation {
	promised := l.Reserve + l.Lifeline
	others := l.Supply - min(promised, l.Supply)
	free := uint64(max(l.Stock, 0)) - min(promised, uint64(max(l.Stock, 0)))
	if free >= others {
		return Allocation{Free: 1, All: 1}
	}
	return Allocation{Free: free, All: others}
}

// Of returns the part of tokens that may be drawn, rounded down.
func (p Allocation) Of(tokens uint64) uint64 {
	part, err := exact.MulDivFloor(tokens, p.Free, p.All)
	if err != nil { // no allocation
		return 0
	}
	return part
}

// Drawable returns the litres that a household may draw now: its lifeline and the allocated part of its tokens.
func (l Ledger) Drawable(a Account) uint64 { return a.Lifeline + l.Allocation().Of(a.Balance) }

// Reside counts the persons behind the meter of an account that is settled, from now on; 0: it has no meter any more.
func (l Ledger) Reside(a Account, persons uint64) (Ledger, Account, error) {
	if persons > MaxPersons {
		return l, a, fmt.Errorf("%w: expected at most %d, got %d", ErrPersons, MaxPersons, persons)
	}
	next, b := l, a
	var err error
	if err = next.claimLifeline(&b); err != nil {
		return l, a, err
	}
	if next.Residents, err = next.Residents.Leave(b.Persons); err != nil {
		return l, a, fmt.Errorf("lifeline: %w", err)
	}
	if next.Residents, err = next.Residents.Join(persons); err != nil {
		return l, a, fmt.Errorf("lifeline: %w", err)
	}
	b.Persons = persons
	return next, b, next.Check()
}

// claimLifeline moves to an account the lifeline that its persons were given.
func (l *Ledger) claimLifeline(a *Account) error {
	lifeline, err := l.Residents.Owed(a.Persons, a.LifelineLast)
	if err != nil {
		return fmt.Errorf("lifeline: %w", err)
	}
	if lifeline > l.Lifeline-min(a.Lifeline, l.Lifeline) {
		return fmt.Errorf("%w: expected lifelines of at most %d, got %d and %d", ErrSum, l.Lifeline, a.Lifeline, lifeline)
	}
	a.LifelineLast = l.Residents.Acc
	a.Lifeline += lifeline
	return nil
}
