package economy_test

import (
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/ledger"
)

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// household is a home with its account, its money, and what it did so far.
type household struct {
	home
	account ledger.Account
	money   uint64
	flows   []int64 // money by day, in or out, trades apart
	trades  []trade // by day
	covered uint64  // litres of its needs
	spared  uint64  // litres above its caps, which went to all
	dry     uint64  // litres of lifeline that the pipe did not have
	buy     auction.Order
	sell    auction.Order
	away    int // days until its next meter; 0: it has one
}

// trade is what a household traded on a day: litres and money that it got, below 0 gave, and the money if each litre had its own limit.
type trade struct {
	litres, money, limit int64
}

// source is a plant with what its meter said.
type source struct {
	plant
	stored, lost uint64
	inPeriod     uint64
	paid         []int64 // by day
}

// period is one that has opened.
type period struct {
	terms   terms
	mark    ledger.Mark
	persons uint64
	pot     uint64
}

// area stands for a keeper: it keeps the accounts, the money and the book of the next auction.
type area struct {
	t    fataller
	s    *season
	plan strategy
	day  int

	terms      terms // in force
	announced  terms
	ledger     ledger.Ledger
	households []*household
	sources    []*source
	periods    []period // by number; 0 is none
	lossPeriod uint64   // reported in the running period without approval

	lake int64 // litres that are really there

	reference  auction.Level
	references []uint64 // by day: the price of a litre in the auction of the day
	auctions   uint64
	buys       []*household // by the time of their orders
	sells      []*household

	escrow, pots, refunds, paid uint64
	money                       uint64 // of all, at the beginning
	firm                        uint64 // stored from firm sources since the last tick
}

// newArea opens an area at the beginning of a season, with households that follow a plan.
func newArea(t fataller, s *season, plan strategy) *area {
	a := &area{t: t, s: s, plan: plan, terms: s.terms, announced: s.terms, periods: make([]period, 1), references: make([]uint64, 0, s.days)}
	for _, p := range s.plants {
		a.sources = append(a.sources, &source{plant: p, paid: make([]int64, s.days)})
		next, err := a.ledger.Enlarge(p.capacity)
		a.ok(err)
		a.set(next)
	}
	for _, h := range s.homes {
		a.move(h)
	}
	if plan.begin != nil {
		plan.begin(a)
	}
	for _, h := range a.households {
		a.money += h.money
	}
	a.reference = auction.Floor(auction.Price(s.terms.base))
	a.measure(0, s.filled)
	a.sources[0].inPeriod = 0
	a.open()
	return a
}

func (a *area) ok(err error) {
	if err != nil {
		a.t.Helper()
		a.t.Fatalf("day %d: %v", a.day, err)
	}
}

// set writes down a new state of the area.
func (a *area) set(next ledger.Ledger) {
	a.ledger = next
	if l := &a.ledger; l.Stock+int64(l.Deficit)+int64(l.Overdraft) != int64(l.Supply) {
		a.t.Fatalf("day %d: expected stock + deficit + overdraft, got %+v", a.day, a.ledger)
	}
}

// move brings a home to the area, with money and a meter.
func (a *area) move(h home) {
	moved := &household{home: h, money: purse, flows: make([]int64, a.s.days), trades: make([]trade, a.s.days)}
	a.households = append(a.households, moved)
	next, account, err := a.ledger.Reside(moved.account, h.persons)
	a.ok(err)
	moved.account = account
	a.set(next)
}

// open opens the enrolment of the next period, and with it fixes its terms.
func (a *area) open() { a.periods = append(a.periods, period{terms: a.announced}) }

// start ends the running period and starts the next one.
func (a *area) start() {
	if n := a.ledger.Period; n > 0 {
		a.pay(&a.periods[n], n)
	}
	next := &a.periods[a.ledger.Period+1]
	started, mark, err := a.ledger.Start(a.ledger.Period+1, next.persons)
	a.ok(err)
	a.set(started)
	next.mark, a.terms, a.lossPeriod = mark, next.terms, 0
}

// pay pays the producers for a period, and gives the rest of the pot back.
func (a *area) pay(p *period, number uint64) {
	producers := make([]ledger.Producer, len(a.sources))
	for i, s := range a.sources {
		producers[i] = ledger.Producer{Remuneration: p.terms.remunerations[i], Served: 1, Stored: s.inPeriod}
		s.inPeriod = 0
	}
	payout, err := ledger.Pay(number, 1, p.pot, producers)
	a.ok(err)
	for i, share := range payout.Shares {
		a.sources[i].paid[a.day] += int64(share)
	}
	next, err := a.ledger.GiveBack(payout.GivenBack, p.persons)
	a.ok(err)
	a.set(next)
	a.paid += payout.Paid
	a.refunds += payout.GivenBack
	a.pots -= p.pot
}

// subscribe subscribes a household to the next period, which has opened.
func (a *area) subscribe(h *household) {
	number := a.ledger.Period + 1
	p := &a.periods[number]
	if h.account.Persons == 0 || h.account.Through() >= number || p.terms.fee > h.maxFee {
		return
	}
	account, _, err := h.account.Subscribe(number, 1, h.persons, p.terms.fee)
	a.ok(err)
	h.account = account
	p.persons += h.persons
	p.pot += h.persons * p.terms.fee
	a.pots += h.persons * p.terms.fee
	a.take(h, h.persons*p.terms.fee)
}

// give and take move money of a household that it does not get back.
func (a *area) give(h *household, money uint64) {
	h.money += money
	h.flows[a.day] += int64(money)
}

func (a *area) take(h *household, money uint64) {
	h.money -= money
	h.flows[a.day] -= int64(money)
}

// touch settles a household.
func (a *area) touch(h *household) {
	for {
		number, behind := a.ledger.Behind(h.account)
		if !behind {
			break
		}
		next, account, got, err := a.ledger.CatchUp(h.account, a.periods[number].mark)
		a.book(h, next, account, err)
		a.refund(h, got.Refund)
	}
	next, account, got, err := a.ledger.Settle(a.terms.water, h.account)
	a.book(h, next, account, err)
	a.refund(h, got.Refund)
	h.spared += got.Returned + got.Spared
}

func (a *area) book(h *household, next ledger.Ledger, account ledger.Account, err error) {
	a.ok(err)
	h.account = account
	a.set(next)
}

func (a *area) refund(h *household, money uint64) {
	a.refunds -= money
	a.give(h, money)
}

// tick gives the lifelines of the day. What came from firm sources since the last one is the minimum of each person.
func (a *area) tick() {
	next, d, err := a.ledger.Tick(a.terms.water)
	a.ok(err)
	want := min(a.terms.water.Lifeline, a.firm/max(next.Residents.Weight, 1))
	if next.Residents.Weight > 0 && d.Each < want {
		a.t.Fatalf("day %d: expected a lifeline of at least %d, got %d", a.day, want, d.Each)
	}
	a.set(next)
	for _, h := range a.households {
		a.touch(h)
		if h.account.Lifeline < h.account.Persons*want {
			a.t.Fatalf("day %d: expected %d persons to have %d each, got %d", a.day, h.account.Persons, want, h.account.Lifeline)
		}
	}
	a.firm = 0
}

// measure counts a reading of a source.
func (a *area) measure(i int, litres uint64) {
	s := a.sources[i]
	next, f, err := a.ledger.Inflow(a.terms.water, s.firm, litres)
	a.ok(err)
	a.set(next)
	s.stored += f.Stored
	s.inPeriod += f.Stored
	if s.firm {
		a.firm += f.Stored
	}
	a.lake = min(a.lake+int64(litres), int64(a.ledger.Capacity))
}

// lose takes water out of the lake: its producers report it, each its part, and the admin approves what is large.
func (a *area) lose() {
	leak := uint64(max(a.lake, 0)) * a.s.leakPpm / 1_000_000
	for i, s := range a.sources {
		litres := min(leak, s.stored-s.lost, uint64(max(a.ledger.Stock, 0)))
		if litres == 0 || s.firm {
			continue
		}
		a.report(i, litres)
		a.lake -= int64(litres)
		leak -= litres
	}
}

// report counts a loss.
func (a *area) report(i int, litres uint64) {
	next, err := a.ledger.Lose(litres)
	a.ok(err)
	a.set(next)
	a.sources[i].lost += litres
}

// draw lets a household draw litres, as far as there are any.
func (a *area) draw(h *household, litres uint64) {
	open := min(litres, a.ledger.Drawable(h.account))
	drawn := min(litres, uint64(max(a.lake, 0)))
	if lifeline := min(litres, h.account.Lifeline); drawn < lifeline {
		h.dry += lifeline - drawn
	}
	free := a.free()
	next, account, _, err := a.ledger.Consume(h.account, drawn)
	a.book(h, next, account.Measure(drawn, 86_400), err)
	if drawn <= open && a.free() < min(free, 0) {
		a.t.Fatalf("day %d: expected a valve to leave what reserve and lifelines promise, got %d after %d", a.day, a.free(), free)
	}
	a.lake -= int64(drawn)
	h.covered += drawn
}

// free returns what the stock holds beyond the promises; below 0: less.
func (a *area) free() int64 { return a.ledger.Stock - int64(a.ledger.Reserve+a.ledger.Lifeline) }

// leave takes the meter of a household away, as a transfer by the issuer does.
func (a *area) leave(h *household) {
	a.touch(h)
	running := h.account.Now
	begun := h.account.Begun
	next, account, d, err := a.ledger.Leave(h.account)
	a.book(h, next, account, err)
	if begun {
		a.periods[a.ledger.Period].persons -= running.Persons
	}
	for _, given := range d.Given {
		for n := given.First; n <= given.Last && given.Last != 0; n++ {
			a.periods[n].persons -= given.Persons
			a.periods[n].pot -= given.Persons * given.Fee
			a.pots -= given.Persons * given.Fee
			a.give(h, given.Persons*given.Fee)
		}
	}
	a.refund(h, d.Settled.Refund)
}

// comeBack gives it another one, with which it owes again.
func (a *area) comeBack(h *household) {
	next, account, err := a.ledger.Return(h.account)
	a.book(h, next, account, err)
	next, account, err = a.ledger.Reside(h.account, h.persons)
	a.book(h, next, account, err)
	a.touch(h)
}

// checkMoney checks that all money is somewhere, and none in the escrow of an auction that was held.
func (a *area) checkMoney() {
	if a.escrow != 0 {
		a.t.Fatalf("day %d: expected an empty escrow, got %d", a.day, a.escrow)
	}
	sum := a.pots + a.refunds + a.paid
	for _, h := range a.households {
		sum += h.money
	}
	if sum != a.money {
		a.t.Fatalf("day %d: expected money of %d, got %d", a.day, a.money, sum)
	}
}
