package ledger_test

import (
	"errors"

	"github.com/utilityd/utilityd/x/water/ledger"
)

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// area stands for a keeper: it holds the accounts and the marks of the periods, and a bank whose coins move by the two differences
// that the package promises to be enough.
type area struct {
	t          fataller
	terms      ledger.Terms
	ledger     ledger.Ledger
	accounts   []ledger.Account
	marks      map[uint64]ledger.Mark // by period
	subscribed map[uint64]uint64      // persons by period
	refunded   []uint64               // money by account

	supply, module uint64 // of the bank
	owners         []uint64
}

func newArea(t fataller, terms ledger.Terms) *area {
	return &area{t: t, terms: terms, marks: map[uint64]ledger.Mark{}, subscribed: map[uint64]uint64{}}
}

func (a *area) ok(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatalf("%v", err)
	}
}

// set writes down a new state of the area alone.
func (a *area) set(next ledger.Ledger) {
	a.t.Helper()
	a.book(next, -1, ledger.Account{})
}

// book writes down a new state and moves coins by the differences: owners to module, mint, module to owners, burn.
func (a *area) book(next ledger.Ledger, i int, account ledger.Account) {
	a.t.Helper()
	before := a.ledger
	a.ledger = next
	if i >= 0 {
		was := a.owners[i]
		a.module += was - min(was, account.Balance)
		a.owners[i] = min(was, account.Balance)
		a.accounts[i] = account
	}
	minted := next.Supply - min(next.Supply, before.Supply)
	a.supply += minted
	a.module += minted
	if i >= 0 {
		gets := account.Balance - a.owners[i]
		if gets > a.module {
			a.t.Fatalf("expected the module to have %d for the owner, got %d", gets, a.module)
		}
		a.module -= gets
		a.owners[i] += gets
	}
	burned := before.Supply - min(next.Supply, before.Supply)
	if burned > a.module {
		a.t.Fatalf("expected the module to have %d to burn, got %d", burned, a.module)
	}
	a.module -= burned
	a.supply -= burned
	a.check()
}

// check checks the equations that hold after every step without the twin.
func (a *area) check() {
	a.t.Helper()
	a.ok(a.ledger.Check())
	var balances uint64
	for i, account := range a.accounts {
		balances += account.Balance
		if account.Balance != a.owners[i] {
			a.t.Fatalf("account %d: expected the bank to have %d, got %d", i, account.Balance, a.owners[i])
		}
		if account.Overdraft > 0 && account.Balance > 0 {
			a.t.Fatalf("account %d: expected no tokens with an overdraft, got %+v", i, account)
		}
	}
	if a.supply != a.ledger.Supply || a.module != a.ledger.Module() || balances+a.module != a.supply {
		a.t.Fatalf("bank has %d, %d of them with the module and %d with owners, ledger says %d and %d",
			a.supply, a.module, balances, a.ledger.Supply, a.ledger.Module())
	}
}

func (a *area) enlarge(capacity uint64) {
	a.t.Helper()
	next, err := a.ledger.Enlarge(capacity)
	a.ok(err)
	a.set(next)
}

// open opens accounts behind whose meters so many persons live.
func (a *area) open(persons ...uint64) {
	a.t.Helper()
	for _, n := range persons {
		a.accounts = append(a.accounts, ledger.Account{})
		a.owners = append(a.owners, 0)
		a.refunded = append(a.refunded, 0)
		a.reside(len(a.accounts)-1, n)
	}
}

// join opens accounts that subscribe to the next period.
func (a *area) join(persons ...uint64) {
	a.t.Helper()
	for _, n := range persons {
		a.open(n)
		a.subscribe(len(a.accounts)-1, 1, n)
	}
}

// reside gives an account a meter.
func (a *area) reside(i int, persons uint64) {
	a.t.Helper()
	a.settle(i)
	next, account, err := a.ledger.Return(a.accounts[i])
	a.ok(err)
	a.book(next, i, account)
	next, account, err = a.ledger.Reside(a.accounts[i], persons)
	a.ok(err)
	a.book(next, i, account)
}

// subscribe subscribes an account to the next periods, and reports whether that was refused.
func (a *area) subscribe(i int, periods, persons uint64) bool {
	a.t.Helper()
	a.settle(i)
	account, s, err := a.accounts[i].Subscribe(a.ledger.Period+1, periods, persons, 1)
	if errors.Is(err, ledger.ErrSubscribed) || errors.Is(err, ledger.ErrPeriod) {
		return false
	}
	a.ok(err)
	a.book(a.ledger, i, account)
	for n := s.First; n <= s.Last; n++ {
		a.subscribed[n] += persons
	}
	return true
}

func (a *area) unsubscribe(i int) {
	a.t.Helper()
	a.settle(i)
	account, given := a.accounts[i].Unsubscribe(a.ledger.Period)
	a.book(a.ledger, i, account)
	a.takeBack(given)
}

func (a *area) takeBack(given [2]ledger.Subscription) {
	for _, s := range given {
		for n := s.First; n <= s.Last && s.Last > 0; n++ {
			a.subscribed[n] -= s.Persons
		}
	}
}

// start gives money back to the subscribers of the running period and starts the next one.
func (a *area) start(back ...uint64) {
	a.t.Helper()
	for _, money := range back {
		next, err := a.ledger.GiveBack(money, a.subscribed[a.ledger.Period])
		a.ok(err)
		a.set(next)
	}
	period := a.ledger.Period + 1
	next, mark, err := a.ledger.Start(period, a.subscribed[period])
	a.ok(err)
	a.marks[period] = mark
	a.set(next)
}

func (a *area) inflow(litres uint64) ledger.Inflow { return a.stored(false, litres) }

func (a *area) firm(litres uint64) ledger.Inflow { return a.stored(true, litres) }

func (a *area) stored(firm bool, litres uint64) ledger.Inflow {
	a.t.Helper()
	next, f, err := a.ledger.Inflow(a.terms, firm, litres)
	a.ok(err)
	a.set(next)
	return f
}

func (a *area) tick() ledger.Tick {
	a.t.Helper()
	next, d, err := a.ledger.Tick(a.terms)
	a.ok(err)
	a.set(next)
	return d
}

// lose reports a loss, and whether it was refused.
func (a *area) lose(litres uint64) bool {
	a.t.Helper()
	next, err := a.ledger.Lose(litres)
	if errors.Is(err, ledger.ErrLoss) || errors.Is(err, ledger.ErrOwing) {
		return false
	}
	a.ok(err)
	a.set(next)
	return true
}

// settle brings an account up to date, as every touch does, and returns the sum over all periods.
func (a *area) settle(i int) ledger.Settled {
	a.t.Helper()
	var sum ledger.Settled
	for {
		period, behind := a.ledger.Behind(a.accounts[i])
		if !behind {
			break
		}
		next, account, s, err := a.ledger.CatchUp(a.accounts[i], a.marks[period])
		a.ok(err)
		a.book(next, i, account)
		sum = plus(sum, s)
	}
	next, account, s, err := a.ledger.Settle(a.terms, a.accounts[i])
	a.ok(err)
	a.book(next, i, account)
	sum = plus(sum, s)
	a.refunded[i] += sum.Refund
	return sum
}

func plus(s, u ledger.Settled) ledger.Settled {
	return ledger.Settled{
		Water: s.Water + u.Water, Lifeline: s.Lifeline + u.Lifeline, Repaid: s.Repaid + u.Repaid, Refund: s.Refund + u.Refund,
		Returned: s.Returned + u.Returned, Spared: s.Spared + u.Spared,
	}
}

func (a *area) consume(i int, litres uint64) ledger.Consumption {
	a.t.Helper()
	a.settle(i)
	next, account, c, err := a.ledger.Consume(a.accounts[i], litres)
	a.ok(err)
	a.book(next, i, account)
	return c
}

// offer sets tokens aside for a sell order, and says whether that was refused.
func (a *area) offer(i int, litres uint64) bool {
	a.t.Helper()
	a.settle(i)
	next, account, err := a.ledger.Offer(a.accounts[i], litres)
	if errors.Is(err, ledger.ErrBalance) {
		return false
	}
	a.ok(err)
	a.book(next, i, account)
	return true
}

// trade sells the offered litres, in order of the slots, to a buyer, and returns how many.
func (a *area) trade(buyer int, litres uint64) uint64 {
	a.t.Helper()
	a.settle(buyer)
	litres = min(litres, a.ledger.Wants(a.accounts[buyer]), a.ledger.Escrow)
	next, account, _, err := a.ledger.Deliver(a.accounts[buyer], litres)
	a.ok(err)
	a.book(next, buyer, account)
	a.ledger = a.ledger.Trade(litres)
	rest := litres
	for i := range a.accounts {
		sold := min(rest, a.accounts[i].Offered)
		a.accounts[i], err = a.accounts[i].Sell(sold)
		a.ok(err)
		rest -= sold
	}
	return litres
}

// cancel gives a sell order back.
func (a *area) cancel(i int) {
	a.t.Helper()
	a.settle(i)
	next, account, _, err := a.ledger.Release(a.accounts[i], a.accounts[i].Offered)
	a.ok(err)
	a.book(next, i, account)
}

func (a *area) leave(i int) ledger.Departure {
	a.t.Helper()
	a.settle(i)
	was := a.accounts[i]
	next, account, d, err := a.ledger.Leave(was)
	a.ok(err)
	if was.Begun {
		a.subscribed[a.ledger.Period] -= was.Now.Persons
	}
	a.takeBack(d.Given)
	a.refunded[i] += d.Settled.Refund
	a.book(next, i, account)
	return d
}

// balances settles all and returns their tokens.
func (a *area) balances() []uint64 {
	a.t.Helper()
	all := make([]uint64, len(a.accounts))
	for i := range a.accounts {
		a.settle(i)
		all[i] = a.accounts[i].Balance
	}
	return all
}

// left settles all accounts and returns the litres that they have.
func (a *area) left() []uint64 {
	a.t.Helper()
	all := make([]uint64, len(a.accounts))
	for i := range a.accounts {
		a.settle(i)
		all[i] = a.accounts[i].Left()
	}
	return all
}
