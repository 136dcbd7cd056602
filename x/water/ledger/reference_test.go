package ledger_test

import (
	"github.com/utilityd/utilityd/x/water/ledger"
)

// village is the slow twin. It has no index: each inflow credits every person of every household. Sums are computed when they are needed.
type village struct {
	terms           ledger.Terms
	capacity, stock int64
	deficit         int64
	reserve, fresh  int64
	pot, money      int64 // not divided yet
	running         uint64
	households      []household
	totals          ledger.Totals
}

type household struct {
	balance, lifeline, overdraft, debt, offered int64
	bought                                      int64 // of balance and offered
	persons                                     int64
	seats                                       map[uint64]int64 // persons by period
	water, ration, refund                       int64            // credited, not settled
	refunded                                    int64
}

func newVillage(terms ledger.Terms, households int) *village {
	return &village{terms: terms, households: make([]household, households)}
}

func (v *village) residents() (sum int64) {
	for i := range v.households {
		sum += v.households[i].persons
	}
	return sum
}

// persons that subscribed to the running period.
func (v *village) persons() (sum int64) {
	for i := range v.households {
		sum += v.households[i].seats[v.running]
	}
	return sum
}

func (v *village) allot(litres int64) {
	v.pot += litres
	if litres > 0 {
		v.divide()
	}
}

func (v *village) divide() {
	all := v.persons()
	if all == 0 {
		return
	}
	each := v.pot / all
	v.pot -= each * all
	for i := range v.households {
		v.households[i].water += each * v.households[i].seats[v.running]
	}
}

func (v *village) days() int64 { return int64(max(v.terms.ReserveDays, 1)) }

func (v *village) target() int64 { return int64(v.terms.Lifeline) * v.days() * v.residents() }

// tick gives one litre after the other to each person, as far as fresh water and the day's part of the savings go.
func (v *village) tick() (d ledger.Tick) {
	if all := v.residents(); all > 0 {
		saved := v.reserve - v.fresh
		each := (v.fresh*v.days() + 2*saved) / (v.days() * all)
		each = min(each, int64(v.terms.Lifeline), v.reserve/all)
		for i := range v.households {
			v.households[i].ration += each * v.households[i].persons
		}
		v.reserve -= each * all
		d.Each, d.Given = uint64(each), uint64(each*all)
	}
	v.fresh = 0
	surplus := max(v.reserve-v.target(), 0)
	repaid := min(surplus, v.deficit)
	v.reserve -= surplus
	v.deficit -= repaid
	count(&v.totals.Burned, uint64(repaid))
	v.allot(surplus - repaid)
	d.Repaid, d.Allotted = uint64(repaid), uint64(surplus-repaid)
	return d
}

func (v *village) inflow(firm bool, measured uint64) {
	stored := int64(min(measured, uint64(max(v.capacity-v.stock, 0))))
	v.stock += stored
	repaid, reserved := int64(0), stored
	if !firm || v.terms.Lifeline == 0 {
		repaid = min(stored, v.deficit)
		reserved = min(stored-repaid, max(v.target()-v.reserve, 0))
	}
	v.deficit -= repaid
	v.reserve += reserved
	v.fresh += reserved
	v.allot(stored - repaid - reserved)
	count(&v.totals.Inflow, measured)
	count(&v.totals.Minted, uint64(stored-repaid))
	count(&v.totals.Overflow, measured-uint64(stored))
}

// start gives money back to the persons of the period that ends, and the next one starts.
func (v *village) start(back uint64) {
	v.money += int64(back)
	if all := v.persons(); all > 0 {
		each := v.money / all
		v.money -= each * all
		for i := range v.households {
			v.households[i].refund += each * v.households[i].seats[v.running]
		}
	}
	v.running++
	v.divide()
}

// settle gives a household what was credited to it, and takes what it has above its caps.
func (v *village) settle(i int) {
	h := &v.households[i]
	v.give(h, h.water)
	h.lifeline += h.ration
	h.refunded += h.refund
	h.water, h.ration, h.refund = 0, 0, 0
	if h.persons == 0 {
		return
	}
	spared := max(h.lifeline-int64(v.terms.Lifeline*v.terms.CapDays)*h.persons, 0)
	h.lifeline -= spared
	v.reserve += spared
	returned := max(h.balance-max(v.highest(h)+h.bought-h.offered, 0), 0)
	h.balance -= returned
	v.allot(returned)
}

// highest is what a household keeps: for each person an equal part of the room, among those who live here or who subscribed.
func (v *village) highest(h *household) int64 {
	if v.capacity == 0 || v.stock > v.capacity {
		return v.supply()
	}
	part := func(persons, all int64) int64 {
		whole, rest := v.capacity/all, v.capacity%all
		return whole*persons + rest*persons/all
	}
	limit := part(h.persons, v.residents())
	if seat := h.seats[v.running]; seat > 0 {
		limit = max(limit, part(seat, v.persons()))
	}
	return limit
}

func (v *village) give(h *household, litres int64) {
	repaid := min(litres, h.overdraft)
	h.overdraft -= repaid
	h.balance += litres - repaid
	count(&v.totals.Burned, uint64(repaid))
}

func (v *village) consume(i int, litres uint64) {
	v.settle(i)
	h := &v.households[i]
	lifeline := h.lifeline
	var used int64
	for _, from := range []*int64{&h.lifeline, &h.balance} {
		part := int64(min(litres-uint64(used), uint64(*from)))
		*from -= part
		used += part
	}
	h.bought = max(h.bought-max(used-lifeline, 0), 0)
	rest := litres - uint64(used)
	over := int64(min(rest, uint64(ledger.MaxLitres-h.overdraft), uint64(ledger.MaxOwing-v.owing())))
	h.overdraft += over
	v.stock -= used + over
	count(&v.totals.Burned, uint64(used))
	count(&v.totals.Uncounted, rest-uint64(over))
	count(&v.totals.Consumed, litres)
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
	sellable := h.balance
	if h.seats[v.running] == 0 {
		sellable = max(h.balance-h.bought, 0)
	}
	if litres > uint64(sellable) {
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
	if b.persons > 0 {
		wants += max(v.highest(b)-b.balance-b.offered, 0)
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
	v.settle(i)
	v.give(&v.households[i], v.households[i].water) // its part of its own excess
	gone := v.households[i]
	v.households[i] = household{
		debt: gone.debt + gone.overdraft, refunded: gone.refunded, offered: gone.offered, bought: min(gone.bought, gone.offered),
	}
	v.reserve += gone.lifeline
	v.deficit += gone.overdraft
	v.allot(gone.balance)
}

// reside gives a household a meter behind which so many persons live. It owes again what it owed when it left.
func (v *village) reside(i int, persons uint64) {
	v.settle(i)
	h := &v.households[i]
	litres := min(h.debt, ledger.MaxLitres-h.overdraft, ledger.MaxOwing-v.owing())
	h.debt -= litres
	h.overdraft += litres
	v.allot(litres)
	paid := min(h.balance, h.overdraft)
	h.balance -= paid
	h.overdraft -= paid
	h.bought = min(h.bought, h.balance+h.offered)
	count(&v.totals.Burned, uint64(paid))
	h.persons = int64(persons)
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
	sum := v.reserve + v.pot
	for _, h := range v.households {
		sum += h.balance + h.lifeline + h.offered + h.water + h.ration
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
