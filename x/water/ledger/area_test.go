package ledger_test

import (
	"errors"

	"github.com/utilityd/utilityd/x/water/ledger"
)

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// area stands for a keeper: it holds the accounts and the finished periods, and a bank whose coins move by the two differences
// that the package promises to be enough.
type area struct {
	t        fataller
	terms    ledger.Terms
	ledger   ledger.Ledger
	accounts []ledger.Account
	finished []ledger.Allotment // by period
	enrolled uint64             // persons of the period that enrols

	supply, module uint64 // of the bank
	owners         []uint64
}

func newArea(t fataller, terms ledger.Terms) *area { return &area{t: t, terms: terms} }

func (a *area) ok(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatalf("%v", err)
	}
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
	a.book(next, -1, ledger.Account{})
}

// join opens accounts that subscribe to the period that enrols.
func (a *area) join(persons ...uint64) {
	a.t.Helper()
	for _, n := range persons {
		a.accounts = append(a.accounts, ledger.Account{})
		a.owners = append(a.owners, 0)
		a.subscribe(len(a.accounts)-1, n)
	}
}

// subscribe puts an account that is settled down for the period that enrols.
func (a *area) subscribe(i int, persons uint64) {
	a.t.Helper()
	account, err := a.accounts[i].Subscribe(a.ledger.Period+1, persons)
	a.ok(err)
	a.book(a.ledger, i, account)
	a.enrolled += persons
}

// start starts the period that enrols, and the next one enrols.
func (a *area) start() {
	a.t.Helper()
	next, finished, err := a.ledger.Start(a.ledger.Period+1, a.enrolled)
	a.ok(err)
	if finished.Water.Carry != 0 || finished.Lifeline.Carry != 0 {
		a.t.Fatalf("expected a finished period to carry nothing, got %+v", finished)
	}
	if a.ledger.Period > 0 {
		a.finished = append(a.finished, finished)
	}
	a.enrolled = 0
	a.book(next, -1, ledger.Account{})
}

func (a *area) inflow(litres uint64) ledger.Inflow {
	a.t.Helper()
	next, f, err := a.ledger.Inflow(a.terms, litres)
	a.ok(err)
	a.book(next, -1, ledger.Account{})
	return f
}

func (a *area) tick() uint64 {
	a.t.Helper()
	next, litres, err := a.ledger.Tick(a.terms)
	a.ok(err)
	a.book(next, -1, ledger.Account{})
	return litres
}

// lose reports a loss, and whether it was refused.
func (a *area) lose(litres uint64) bool {
	a.t.Helper()
	next, err := a.ledger.Lose(litres)
	if errors.Is(err, ledger.ErrLoss) || errors.Is(err, ledger.ErrOwing) {
		return false
	}
	a.ok(err)
	a.book(next, -1, ledger.Account{})
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
		next, account, s, err := a.ledger.CatchUp(a.terms, a.accounts[i], a.finished[period-1])
		a.ok(err)
		a.book(next, i, account)
		sum = plus(sum, s)
	}
	next, account, s, err := a.ledger.Settle(a.terms, a.accounts[i])
	a.ok(err)
	a.book(next, i, account)
	return plus(sum, s)
}

func plus(s, u ledger.Settled) ledger.Settled {
	return ledger.Settled{
		Water: s.Water + u.Water, Lifeline: s.Lifeline + u.Lifeline, Repaid: s.Repaid + u.Repaid,
		Returned: s.Returned + u.Returned, Spared: s.Spared + u.Spared,
	}
}

func (a *area) consume(i int, consented, unconsented uint64) ledger.Consumption {
	a.t.Helper()
	a.settle(i)
	next, account, c, err := a.ledger.Consume(a.accounts[i], consented, unconsented)
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
	a.cancel(i)
	next, d, err := a.ledger.Leave(a.accounts[i])
	a.ok(err)
	a.enrolled -= d.NextPersons
	a.book(next, i, ledger.Account{})
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

// left settles all accounts and returns the litres that they may draw.
func (a *area) left() []uint64 {
	a.t.Helper()
	all := make([]uint64, len(a.accounts))
	for i := range a.accounts {
		a.settle(i)
		all[i] = a.accounts[i].Left()
	}
	return all
}
