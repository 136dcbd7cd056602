package ledger_test

import (
	"math/rand/v2"
	"testing"

	"github.com/utilityd/utilityd/x/water/ledger"
)

const households = 9

// story applies the same steps to the ledger and to its twin, and compares all of their state after each step.
type story struct {
	*area
	village *village
}

func newStory(t fataller, terms ledger.Terms) *story {
	s := &story{area: newArea(t, terms), village: newVillage(terms, households)}
	s.accounts = make([]ledger.Account, households)
	s.owners = make([]uint64, households)
	s.refunded = make([]uint64, households)
	return s
}

// Kinds of steps.
const (
	stepInflow = iota
	stepFirm
	stepConsume
	stepLose
	stepTick
	stepSettle
	stepOffer
	stepTrade
	stepCancel
	stepLeave
	stepReside
	stepSubscribe
	stepUnsubscribe
	stepStart
	stepEnlarge
	stepShrink
	steps
)

// step does one thing to both. What the ledger refuses the twin refuses.
func (s *story) step(kind, who int, litres uint64) {
	s.t.Helper()
	before := s.ledger.Supply
	switch kind {
	case stepInflow, stepFirm:
		f := s.stored(kind == stepFirm, litres)
		s.village.inflow(kind == stepFirm, litres)
		if f.Stored+f.Overflow != litres || f.Repaid+f.Minted != f.Stored || f.Reserved+f.Allotted != f.Minted {
			s.t.Fatalf("inflow of %d: expected parts to sum up, got %+v", litres, f)
		}
	case stepConsume:
		c := s.consume(who, litres)
		s.village.consume(who, litres)
		if c.Measured() != litres {
			s.t.Fatalf("reading of %d: expected parts to sum up, got %+v", litres, c)
		}
	case stepLose:
		if lost, want := s.lose(litres), s.village.lose(litres); lost != want {
			s.t.Fatalf("loss of %d: expected %t, got %t", litres, want, lost)
		}
	case stepTick:
		if got, want := s.tick(), s.village.tick(); got != want {
			s.t.Fatalf("tick: expected %+v, got %+v", want, got)
		}
	case stepSettle:
		s.settle(who)
		s.village.settle(who)
		if a, highest := s.accounts[who], s.ledger.Cap(s.accounts[who])+s.accounts[who].Bought; a.Persons != 0 && a.Balance+a.Offered > max(highest, a.Offered) {
			s.t.Fatalf("account %d: expected at most %d tokens after settling, got %d and %d on sale", who, highest, a.Balance, a.Offered)
		}
	case stepOffer:
		if done, want := s.offer(who, litres), s.village.offer(who, litres); done != want {
			s.t.Fatalf("offer of %d: expected %t, got %t", litres, want, done)
		}
	case stepTrade:
		s.trade(who, litres)
		s.village.trade(who, litres)
	case stepCancel:
		s.cancel(who)
		s.village.cancel(who)
	case stepLeave:
		s.leave(who)
		s.village.leave(who)
	case stepReside:
		persons := 1 + litres%ledger.MaxPersons
		s.reside(who, persons)
		s.village.reside(who, persons)
	case stepSubscribe, stepUnsubscribe:
		s.stepSubscription(kind, who, litres)
	case stepStart:
		s.start(litres >> 20)
		s.village.start(litres >> 20)
	case stepEnlarge:
		capacity := min(litres, ledger.MaxCapacity-s.ledger.Capacity)
		s.enlarge(capacity)
		s.village.capacity += int64(capacity)
	case stepShrink:
		capacity := min(litres, s.ledger.Capacity)
		next, err := s.ledger.Shrink(capacity, true)
		s.ok(err)
		s.set(next)
		s.village.capacity -= int64(capacity)
	}
	if kind != stepInflow && kind != stepFirm && kind != stepReside && s.ledger.Supply > before {
		s.t.Fatalf("step %d: only inflow mints, and a debt that returns: expected at most %d, got %d", kind, before, s.ledger.Supply)
	}
	s.compare()
}

func (s *story) stepSubscription(kind, who int, litres uint64) {
	s.t.Helper()
	h := &s.village.households[who]
	if kind == stepUnsubscribe {
		s.unsubscribe(who)
		s.village.settle(who)
		for n := range h.seats {
			if n > s.village.running {
				delete(h.seats, n)
			}
		}
		return
	}
	if h.persons == 0 {
		return
	}
	first, periods := max(s.accounts[who].Through(), s.ledger.Period)+1, 1+litres%4
	s.village.settle(who)
	if !s.subscribe(who, periods, uint64(h.persons)) {
		return
	}
	if h.seats == nil {
		h.seats = map[uint64]int64{}
	}
	for n := first; n < first+periods; n++ {
		h.seats[n] = h.persons
	}
}

func (s *story) compare() {
	s.t.Helper()
	l, v := s.ledger, s.village
	if l.Stock != v.stock || int64(l.Deficit) != v.deficit || int64(l.Overdraft) != v.overdraft() || int64(l.Supply) != v.supply() ||
		v.supply() != v.stock+v.deficit+v.overdraft() || int64(l.Reserve) != v.reserve || int64(l.Capacity) != v.capacity ||
		int64(l.Fresh) != v.fresh {
		s.t.Fatalf("ledger %+v\nexpected %+v", l, v)
	}
	if l.Totals != v.totals {
		s.t.Fatalf("totals %+v\nexpected %+v", l.Totals, v.totals)
	}
	if int64(l.Water.Carry) != v.pot || int64(l.Refund.Carry) != v.money || l.Residents.Carry != 0 || int64(l.Water.Weight) != v.persons() ||
		int64(l.Residents.Weight) != v.residents() {
		s.t.Fatalf("indexes of %+v\nexpected %+v", l, v)
	}

	unsettled, lifeline := l.Water.Carry, uint64(0)
	for i := range s.accounts {
		a, h := s.accounts[i], v.households[i]
		if int64(a.Balance) != h.balance || int64(a.Lifeline) != h.lifeline || int64(a.Overdraft) != h.overdraft || int64(a.Debt) != h.debt ||
			int64(a.Offered) != h.offered || int64(a.Bought) != h.bought || a.Bought > a.Balance+a.Offered ||
			int64(s.refunded[i]) != h.refunded {
			s.t.Fatalf("account %d: %+v\nexpected %+v", i, a, h)
		}
		water, refund, ration := s.owed(a)
		if int64(water) != h.water || int64(refund) != h.refund || int64(ration) != h.ration {
			s.t.Fatalf("account %d: expected %+v to be owed, got %d, %d and %d", i, h, water, refund, ration)
		}
		unsettled += water
		lifeline += a.Lifeline + ration
	}
	if l.Unsettled != unsettled || l.Lifeline != lifeline {
		s.t.Fatalf("expected %d to be owed or carried and lifelines of %d, got %d and %d", unsettled, lifeline, l.Unsettled, l.Lifeline)
	}
}

// owed adds up what is owed to an account, without settling it.
func (s *story) owed(a ledger.Account) (water, refund, ration uint64) {
	s.t.Helper()
	for i, sub := range []ledger.Subscription{a.Now, a.Next} {
		if sub.Last == 0 || sub.First > s.ledger.Period {
			continue
		}
		from, to := a.Last, s.ledger.Mark()
		if i > 0 || !a.Begun {
			from = s.marks[sub.First]
		}
		if sub.Last < s.ledger.Period {
			to = s.marks[sub.Last+1]
		}
		water += sub.Persons * (to.Water - from.Water)
		refund += sub.Persons * (to.Refund - from.Refund)
	}
	ration, err := s.ledger.Residents.Owed(a.Persons, a.LifelineLast)
	s.ok(err)
	return water, refund, ration
}

// often says how many of a hundred steps are of each kind.
var often = [steps]int{
	stepInflow: 17, stepFirm: 5, stepConsume: 22, stepLose: 4, stepTick: 9, stepSettle: 7, stepOffer: 6, stepTrade: 7,
	stepCancel: 3, stepLeave: 2, stepReside: 4, stepSubscribe: 8, stepUnsubscribe: 1, stepStart: 3, stepEnlarge: 1, stepShrink: 1,
}

// After any steps in any order the ledger equals the twin, at any size. 120,000 steps; the seeds are fixed.
func TestRandomStories(t *testing.T) {
	const stepsPerStory = 20_000
	tests := []struct {
		name     string
		seed     uint64
		litres   uint64 // about as much at a time
		capacity uint64
		terms    ledger.Terms
	}{
		{name: "drops", seed: 1, litres: 12, capacity: 150, terms: ledger.Terms{Lifeline: 1, CapDays: 2, ReserveDays: 3}},
		{name: "a village", seed: 2, litres: 3_000, capacity: 40_000, terms: ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7}},
		{name: "no lifeline", seed: 3, litres: 3_000, capacity: 20_000},
		{name: "a drought", seed: 4, litres: 5_000, capacity: 3_000, terms: ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7}},
		{
			name: "the largest readings", seed: 5, litres: ledger.MaxLitres, capacity: 1 << 46,
			terms: ledger.Terms{Lifeline: 10_000, CapDays: 366, ReserveDays: 366},
		},
		{
			name: "beyond all readings", seed: 6, litres: 1 << 60, capacity: ledger.MaxCapacity,
			terms: ledger.Terms{Lifeline: 1 << 30, CapDays: 5, ReserveDays: 6},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(tc.seed, 0))
			s := newStory(t, tc.terms)
			s.step(stepEnlarge, 0, tc.capacity)
			for n := range stepsPerStory {
				litres := random.Uint64N(2 * tc.litres)
				switch random.IntN(16) {
				case 0:
					litres = 0
				case 1:
					litres = 1
				case 2:
					litres >>= random.IntN(63)
				}
				kind := pick(random)
				if kind == stepInflow { // years of rain and years of drought
					if n/1_000%2 == 0 {
						litres *= 4
					} else {
						litres /= 4
					}
				}
				s.step(kind, random.IntN(households), litres)
			}
			if s.ledger.Totals.Traded == 0 || s.ledger.Period < 100 || s.ledger.Totals.Minted/4 < tc.capacity || s.ledger.Totals.Overflow == 0 {
				t.Fatalf("expected a story in which everything happens, got %+v", s.ledger)
			}
		})
	}
}

func pick(random *rand.Rand) int {
	n := random.IntN(100)
	for kind, many := range often {
		if n -= many; n < 0 {
			return kind
		}
	}
	return stepSettle
}
