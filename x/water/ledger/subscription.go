package ledger

import "fmt"

// MaxAhead is the largest number of periods after the running one that an account subscribes to.
const MaxAhead = 24

// Subscription is a number of periods in a row that an account has paid for. The zero Subscription is none.
type Subscription struct {
	First, Last uint64 // periods
	Persons     uint64 // that share in each of them
	Fee         uint64 // for each person and period
}

// includes reports whether the subscription is for a period.
func (s Subscription) includes(period uint64) bool {
	return s.Last != 0 && s.First <= period && period <= s.Last
}

// after returns the part of a subscription that is for later periods.
func (s Subscription) after(period uint64) Subscription {
	if s.Last <= period {
		return Subscription{}
	}
	s.First = max(s.First, period+1)
	return s
}

// until returns the part of a subscription that is for a period and those before.
func (s Subscription) until(period uint64) Subscription {
	if s.Last == 0 || s.First > period {
		return Subscription{}
	}
	s.Last = min(s.Last, period)
	return s
}

// current returns the subscription of an account for a period.
func (a Account) current(period uint64) Subscription {
	if a.Next.includes(period) {
		return a.Next
	}
	return a.Now
}

func (a Account) subscribesTo(period uint64) bool {
	return period != 0 && (a.Now.includes(period) || a.Next.includes(period))
}

// Through returns the last period that an account has subscribed to; 0: none.
func (a Account) Through() uint64 { return max(a.Now.Last, a.Next.Last) }

// Subscribe subscribes an account, which has caught up, to a number of periods: those after its last one, or from the given period on.
// What has the persons and the fee of the last subscription extends it.
func (a Account) Subscribe(from, periods, persons, fee uint64) (Account, Subscription, error) {
	first := max(from, a.Through()+1)
	switch {
	case persons == 0 || persons > MaxPersons:
		return a, Subscription{}, fmt.Errorf("%w: expected 1 to %d, got %d", ErrPersons, MaxPersons, persons)
	case from == 0 || periods == 0 || periods > MaxAhead || first > from+MaxAhead-periods:
		return a, Subscription{}, fmt.Errorf("%w: expected 1 to %d periods from period %d on, got %d after period %d",
			ErrPeriod, MaxAhead, from, periods, a.Through())
	}
	s := Subscription{First: first, Last: first + periods - 1, Persons: persons, Fee: fee}
	next := a
	switch {
	case a.Now.Last == 0:
		next.Now, next.Begun = s, false
	case a.Next.Last == 0 && a.Now.extends(s):
		next.Now.Last = s.Last
	case a.Next.Last == 0:
		next.Next = s
	case a.Next.extends(s):
		next.Next.Last = s.Last
	default:
		return a, Subscription{}, fmt.Errorf("%w: expected one that follows period %d with %d persons and a fee of %d, got %d and %d from period %d on",
			ErrSubscribed, a.Through(), a.last().Persons, a.last().Fee, persons, fee, s.First)
	}
	return next, s, nil
}

func (a Account) last() Subscription {
	if a.Next.Last != 0 {
		return a.Next
	}
	return a.Now
}

// extends reports whether the later subscription is more of the same.
func (s Subscription) extends(later Subscription) bool {
	return s.Last+1 == later.First && s.Persons == later.Persons && s.Fee == later.Fee
}

// Unsubscribe takes back what an account, which has caught up, subscribed to after a period. It returns the account and what it gave up: at most
// two subscriptions.
func (a Account) Unsubscribe(period uint64) (Account, [2]Subscription) {
	next := a
	given := [2]Subscription{a.Now.after(period), a.Next.after(period)}
	next.Now, next.Next = a.Now.until(period), a.Next.until(period)
	if next.Now.Last == 0 {
		next.Begun, next.Last = false, Mark{}
	}
	return next, given
}
