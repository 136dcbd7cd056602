package ledger_test

import (
	"slices"

	"github.com/utilityd/utilityd/x/water/ledger"
)

// village is the slow twin. It has no index: each inflow credits every person of every household. Sums are computed when they are needed.
type village struct {
	terms           ledger.Terms
	capacity, stock int64
	deficit         int64
	reserve         int64
	pot, dailyPot   int64   // not divided yet
	running         int     // number of the running period; -1: none
	past            []int64 // persons at the end of each period
	households      []household
	totals          ledger.Totals
}

type household struct {
	balance, lifeline, overdraft, offered int64
	bought                                int64 // of balance and offered
	seats                                 []seat
}

// seat is a place of a household in a period, with the litres credited to it there.
type seat struct {
	period                   int
	persons, water, lifeline int64
}

func newVillage(terms ledger.Terms, households int) *village {
	return &village{terms: terms, running: -1, households: make([]household, households)}
}

// persons of the running period.
func (v *village) persons() (sum int64) {
	v.seated(func(s *seat) { sum += s.persons })
	return sum
}

// seated calls fn for all households in the running period.
func (v *village) seated(visit func(s *seat)) {
	for i := range v.households {
		for j := range v.households[i].seats {
			if s := &v.households[i].seats[j]; s.period == v.running {
				visit(s)
			}
		}
	}
}

func (v *village) allot(litres int64) {
	v.pot += litres
	all := v.persons()
	if litres == 0 || all == 0 {
		return
	}
	each := v.pot / all
	v.pot -= each * all
	v.seated(func(s *seat) { s.water += each * s.persons })
}

func (v *village) tick() int64 {
	all := v.persons()
	litres := min(v.reserve, int64(v.terms.Lifeline)*all)
	v.reserve -= litres
	v.dailyPot += litres
	if all > 0 {
		each := v.dailyPot / all
		v.dailyPot -= each * all
		v.seated(func(s *seat) { s.lifeline += each * s.persons })
	}
	return litres
}

func (v *village) inflow(measured uint64) {
	stored := int64(min(measured, uint64(max(v.capacity-v.stock, 0))))
	v.stock += stored
	repaid := min(stored, v.deficit)
	v.deficit -= repaid
	minted := stored - repaid
	target := int64(v.terms.Lifeline*v.terms.ReserveDays) * v.persons()
	reserved := min(minted, max(target-v.reserve, 0))
	v.reserve += reserved
	v.allot(minted - reserved)
	count(&v.totals.Inflow, measured)
	count(&v.totals.Minted, uint64(minted))
	count(&v.totals.Overflow, measured-uint64(stored))
}

func (v *village) start() {
	if v.running >= 0 {
		v.past = append(v.past, v.persons())
	}
	v.running++
	pot, daily := v.pot, v.dailyPot
	v.pot, v.dailyPot = 0, 0
	v.allot(pot)
	v.dailyPot = daily
	if all := v.persons(); all > 0 {
		each := daily / all
		v.dailyPot = daily % all
		v.seated(func(s *seat) { s.lifeline += each * s.persons })
	}
}

// settle gives a household the litres credited to it. In periods that have not started there are none.
func (v *village) settle(i int) {
	h := &v.households[i]
	v.collect(h)
	j := slices.IndexFunc(h.seats, func(s seat) bool { return s.period == v.running })
	if j < 0 {
		return
	}
	v.bound(h, h.seats[j].persons, v.persons())
}

// bound takes the excess of a household of a period with so many persons.
func (v *village) bound(h *household, persons, all int64) {
	spared := max(h.lifeline-int64(v.terms.Lifeline*v.terms.CapDays)*persons, 0)
	h.lifeline -= spared
	v.reserve += spared
	returned := max(h.balance-max(v.highest(persons, all)+h.bought-h.offered, 0), 0)
	h.balance -= returned
	v.allot(returned)
}

// collect gives a household the litres credited to it in each of its periods. One that is over ends as if it had been settled at
// its end.
func (v *village) collect(h *household) {
	for j := range h.seats {
		s := &h.seats[j]
		h.lifeline += s.lifeline
		v.give(h, s.water)
		s.water, s.lifeline = 0, 0
		if s.period < v.running {
			v.bound(h, s.persons, v.past[s.period])
		}
	}
	h.seats = slices.DeleteFunc(h.seats, func(s seat) bool { return s.period < v.running })
}

// most is what a household of so many persons keeps: for each person an equal part of the room, and their part of
// what that leaves. With more water than room no household has to return anything.
func (v *village) highest(persons, all int64) int64 {
	if v.capacity == 0 || v.stock > v.capacity {
		return v.supply()
	}
	whole, rest := v.capacity/all, v.capacity%all
	return whole*persons + rest*persons/all
}

func (v *village) give(h *household, litres int64) {
	repaid := min(litres, h.overdraft)
	h.overdraft -= repaid
	h.balance += litres - repaid
	count(&v.totals.Burned, uint64(repaid))
}

func (v *village) consume(i int, consented, unconsented uint64) {
	v.settle(i)
	h := &v.households[i]
	lifeline := h.lifeline
	var used int64
	for _, from := range []*int64{&h.lifeline, &h.balance} {
		part := int64(min(consented-uint64(used), uint64(*from)))
		*from -= part
		used += part
	}
	h.bought = max(h.bought-max(used-lifeline, 0), 0)
	rest := consented - uint64(used)
	over := int64(min(rest, uint64(ledger.MaxLitres-h.overdraft), uint64(ledger.MaxOwing-v.owing())))
	h.overdraft += over
	stolen := int64(min(unconsented, uint64(ledger.MaxOwing-v.owing())))
	v.deficit += stolen
	v.stock -= used + over + stolen

	count(&v.totals.Burned, uint64(used))
	count(&v.totals.Uncounted, rest-uint64(over))
	count(&v.totals.Uncounted, unconsented-uint64(stolen))
	count(&v.totals.Unconsented, unconsented)
	count(&v.totals.Consumed, consented)
	count(&v.totals.Consumed, unconsented)
}

func (v *village) lose(litres uint64) bool {
	if litres > uint64(max(v.stock, 0)) || litres > uint64(ledger.MaxOwing-v.owing()) {
		return false
	}
	v.stock -= int64(litres)
	v.deficit += int64(litres)
	count(&v.totals.Lost, litres)
	return true
}

func (v *village) offer(i int, litres uint64) bool {
	v.settle(i)
	h := &v.households[i]
	if litres > uint64(h.balance) {
		return false
	}
	h.balance -= int64(litres)
	h.offered += int64(litres)
	return true
}

func (v *village) trade(buyer int, litres uint64) {
	v.settle(buyer)
	b := &v.households[buyer]
	wants := b.overdraft
	for _, s := range b.seats {
		if s.period == v.running {
			wants += max(v.highest(s.persons, v.persons())-b.balance-b.offered, 0)
		}
	}
	var offered int64
	for _, h := range v.households {
		offered += h.offered
	}
	left := min(int64(min(litres, uint64(wants))), offered)
	b.bought += left - min(left, b.overdraft)
	v.give(b, left)
	count(&v.totals.Traded, uint64(left))
	for i := range v.households {
		seller := &v.households[i]
		part := min(left, seller.offered)
		seller.offered -= part
		seller.bought = min(seller.bought, seller.balance+seller.offered)
		left -= part
	}
}

func (v *village) cancel(i int) {
	v.settle(i)
	h := &v.households[i]
	v.give(h, h.offered)
	h.offered = 0
	h.bought = min(h.bought, h.balance)
}

func (v *village) leave(i int) {
	v.cancel(i)
	h := &v.households[i]
	v.collect(h)
	gone := *h
	*h = household{}
	v.reserve += gone.lifeline
	v.deficit += gone.overdraft
	v.allot(gone.balance)
}

func (v *village) overdraft() (sum int64) {
	for _, h := range v.households {
		sum += h.overdraft
	}
	return sum
}

func (v *village) owing() int64 { return v.deficit + v.overdraft() }

// supply counts all tokens, wherever they are.
func (v *village) supply() int64 {
	sum := v.reserve + v.pot + v.dailyPot
	for _, h := range v.households {
		sum += h.balance + h.lifeline + h.offered
		for _, s := range h.seats {
			sum += s.water + s.lifeline
		}
	}
	return sum
}

// count adds to a total that stays at the greatest number.
func count(total *uint64, x uint64) {
	if *total+x < x {
		*total = ^uint64(0)
		return
	}
	*total += x
}
