package netting

import (
	"fmt"
	"math/bits"
)

// Prefix is the sums over the members before a place, in slot order. The walk can continue from it anywhere.
type Prefix struct {
	Supply uint64 // Wh
	Demand uint64 // Wh
	Weight uint64 // static weights
	Given  uint64 // Wh
	Taken  uint64 // Wh
}

// Partial returns what the next member adds to the netted amount: a match pass over all members sums it. With STATIC it is
// what the member takes, with PERCENT what it gives or takes on the greater side, which is cut to whole percents. It advances
// the sides of p; Given and Taken stay.
func (r *Rule) Partial(p *Prefix, s Side) (part uint64) {
	switch r.key {
	case Static:
		part = r.entitled(p.Weight, s)
	case Percent:
		part = r.percent(s)
	case Dynamic: // nothing to be found
	}
	p.pass(s)
	return part
}

// Next returns what the next member gives or takes, Wh, and advances p. At most one of the two is above 0, give is at most the
// supply and take at most the demand.
func (r *Rule) Next(p *Prefix, s Side) (give, take uint64) {
	switch {
	case r.idle || !r.known:
	case s.Supply > 0:
		give = r.give(p, s)
	case s.Demand > 0:
		take = r.take(p, s)
	}
	p.pass(s)
	p.Given += give
	p.Taken += take
	return give, take
}

// Check returns an error unless p is where a walk over all members must end: all sides seen, given = taken = netted.
func (r *Rule) Check(p Prefix) error {
	want := Prefix{
		Supply: r.totals.Supply, Demand: r.totals.Demand, Weight: r.totals.Weight,
		Given: r.netted, Taken: r.netted,
	}
	switch {
	case !r.known:
		return fmt.Errorf("%w: expected it to be known after the match pass", ErrNetted)
	case p != want:
		return fmt.Errorf("%w: expected %+v, got %+v", ErrSum, want, p)
	}
	return nil
}

func (p *Prefix) pass(s Side) {
	p.Supply += s.Supply
	p.Demand += s.Demand
	p.Weight += s.Weight
}

func (r *Rule) give(p *Prefix, s Side) uint64 {
	if r.key == Percent {
		if r.supplyIsGreater() {
			return r.percent(s)
		}
		return inTurn(r.netted, p.Supply, s.Supply)
	}
	// All cuts before sum to Given, so one division is enough.
	return r.gives.Cut(p.Supply+s.Supply) - p.Given
}

func (r *Rule) take(p *Prefix, s Side) uint64 {
	switch r.key {
	case Static:
		return r.entitled(p.Weight, s)
	case Percent:
		if r.supplyIsGreater() {
			return inTurn(r.netted, p.Demand, s.Demand)
		}
		return r.percent(s)
	case Dynamic:
	}
	return r.takes.Cut(p.Demand+s.Demand) - p.Taken
}

// entitled returns what a consumer takes with STATIC: its part of the supply, at most its demand. The rest
// stays with the suppliers.
func (r *Rule) entitled(weightBefore uint64, s Side) uint64 {
	if s.Demand == 0 || s.Weight == 0 {
		return 0
	}
	return min(r.takes.Share(weightBefore, s.Weight), s.Demand)
}

// supplyIsGreater reports whether PERCENT cuts the supplies to whole percents, else the demands.
func (r *Rule) supplyIsGreater() bool { return r.totals.Supply >= r.totals.Demand }

// percent returns the share of a member of the greater side: floor(lesser · floor(100·own/greater) / 100).
func (r *Rule) percent(s Side) uint64 {
	own, greater, lesser := s.Supply, r.totals.Supply, r.totals.Demand
	if !r.supplyIsGreater() {
		own, greater, lesser = s.Demand, r.totals.Demand, r.totals.Supply
	}
	if own == 0 || greater == 0 {
		return 0
	}
	return wholePercents(min(own, greater), greater, lesser)
}

// wholePercents returns floor(lesser · floor(100·own/greater) / 100), for own ≤ greater.
func wholePercents(own, greater, lesser uint64) uint64 {
	hi, lo := bits.Mul64(own, 100)
	percents, _ := bits.Div64(hi, lo, greater) // at most 100
	hi, lo = bits.Mul64(lesser, percents)
	share, _ := bits.Div64(hi, lo, 100) // at most lesser
	return share
}

// inTurn returns the rest of total, at most own, after earlier claims of before.
func inTurn(total, before, own uint64) uint64 {
	if before >= total {
		return 0
	}
	return min(total-before, own)
}
