package ledger

import (
	"fmt"
	"math/bits"
)

// Account is a household. The zero Account has nothing and no subscription.
type Account struct {
	Balance   uint64 // tokens of the owner
	Offered   uint64 // tokens in its sell order, with the area; held like Balance
	Bought    uint64 // of Balance and Offered: beside the cap until they are drawn or sold
	Lifeline  uint64 // used first; not tradable
	Overdraft uint64 // drawn beyond the balance; above 0 only while Balance is 0

	Period       uint64 // number of the period it is settled in; 0: none
	Persons      uint64 // in that period
	WaterLast    uint64 // Acc of its indexes up to which it is settled
	LifelineLast uint64
	NextPeriod   uint64 // number of the period it subscribed to after that one; 0: none
	NextPersons  uint64

	DailyUse uint64 // average own use, millilitres a day
	Measured bool   // whether there was a reading
	Spent    uint64 // with consent
	Consumed uint64 // all; stays at the greatest uint64
}

// Left returns the litres that the household may still draw.
func (a Account) Left() uint64 { return a.Lifeline + a.Balance }

// Subscribe subscribes the account to a period that has not started.
func (a Account) Subscribe(period, persons uint64) (Account, error) {
	switch {
	case persons == 0 || persons > MaxPersons:
		return a, fmt.Errorf("%w: expected 1 to %d, got %d", ErrPersons, MaxPersons, persons)
	case period == 0:
		return a, fmt.Errorf("%w: expected at least 1, got 0", ErrPeriod)
	case a.NextPeriod == period:
		return a, fmt.Errorf("%w: to period %d", ErrSubscribed, period)
	case a.NextPeriod != 0:
		return a, fmt.Errorf("%w: account has subscribed to period %d, got period %d", ErrBehind, a.NextPeriod, period)
	case a.Period >= period:
		return a, fmt.Errorf("%w: expected one after %d, got %d", ErrPeriod, a.Period, period)
	}
	next := a
	next.NextPeriod, next.NextPersons = period, persons
	return next, nil
}

// advance returns the account with what it subscribed to as its period, if it has no other and that one has started.
func (a Account) advance(running uint64) Account {
	if a.Period == 0 && a.NextPeriod != 0 && a.NextPeriod <= running {
		a.Period, a.Persons = a.NextPeriod, a.NextPersons
		a.WaterLast, a.LifelineLast = 0, 0
		a.NextPeriod, a.NextPersons = 0, 0
	}
	return a
}

// Cap returns the maximum of tokens of an account, with those in its sell order: its part of the capacity by persons, rounded
// down. It is 0 for one that is not subscribed to the running period; such an account keeps its tokens. While there is more water than
// room, or no room at all because a source is gone, all tokens are the cap: savings must not circulate without end.
func (l Ledger) Cap(a Account) uint64 {
	if a = a.advance(l.Period); a.Period == 0 || a.Period != l.Period {
		return 0
	}
	return l.capOf(a.Persons, l.Allotment.Water.Weight)
}

// capOf returns floor(persons·capacity/persons of all), which fits because persons ≤ all.
func (l *Ledger) capOf(persons, all uint64) uint64 {
	switch {
	case l.Capacity == 0 || l.Stock > int64(min(l.Capacity, MaxCapacity)): //nolint:gosec // at most MaxCapacity
		return l.Supply
	case persons >= all:
		return l.Capacity
	}
	hi, lo := bits.Mul64(persons, l.Capacity)
	part, _ := bits.Div64(hi, lo, all) // hi < persons < all
	return part
}
