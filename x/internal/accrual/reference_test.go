package accrual_test

import (
	"math/big"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/accrual"
)

// purse is the slow twin: it goes round all holders whenever there is a unit for each unit of weight.
type purse struct {
	pot     uint64
	weights []uint64
	got     []uint64
}

func (p *purse) add(amount uint64) {
	p.pot += amount
	var all uint64
	for _, w := range p.weights {
		all += w
	}
	for all > 0 && p.pot >= all {
		p.pot -= all
		for i, w := range p.weights {
			p.got[i] += w
		}
	}
}

// ledger keeps an index and its holders as a module does, and adds up what came in and went out in numbers of any length.
type ledger struct {
	index       accrual.Index
	holders     []holder
	added, paid *big.Int
}

type holder struct {
	weight, last, paid uint64
}

func newLedger(holders int) *ledger {
	return &ledger{holders: make([]holder, holders), added: new(big.Int), paid: new(big.Int)}
}

func (l *ledger) add(amount uint64) error {
	index, err := l.index.Add(amount)
	if err != nil {
		return err
	}
	l.index = index
	l.added.Add(l.added, wide(amount))
	return nil
}

func (l *ledger) settle(i int) error {
	h := &l.holders[i]
	owed, err := l.index.Owed(h.weight, h.last)
	if err != nil {
		return err
	}
	h.last = l.index.Acc
	h.paid += owed
	l.paid.Add(l.paid, wide(owed))
	return nil
}

// reweigh settles a holder and gives it another weight.
func (l *ledger) reweigh(i int, weight uint64) error {
	if err := l.settle(i); err != nil {
		return err
	}
	h := &l.holders[i]
	index, err := l.index.Leave(h.weight)
	if err != nil {
		return err
	}
	if index, err = index.Join(weight); err != nil {
		return err
	}
	l.index, h.weight = index, weight
	return nil
}

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// balanced checks the promise: paid + owed + carry = added, and the weight of all is that of the holders.
func (l *ledger) balanced(t fataller) {
	t.Helper()
	sum, weight := new(big.Int).Add(l.paid, wide(l.index.Carry)), new(big.Int)
	for i, h := range l.holders {
		owed := new(big.Int).Mul(wide(h.weight), wide(l.index.Acc-h.last))
		if got, err := l.index.Owed(h.weight, h.last); err == nil && wide(got).Cmp(owed) != 0 || err != nil && owed.IsUint64() {
			t.Fatalf("holder %d: expected %d owed, got %d, %v", i, owed, got, err)
		}
		sum.Add(sum, owed)
		weight.Add(weight, wide(h.weight))
	}
	if sum.Cmp(l.added) != 0 {
		t.Fatalf("%+v: expected paid, owed and carried to be %d, got %d", l.index, l.added, sum)
	}
	if weight.Cmp(wide(l.index.Weight)) != 0 {
		t.Fatalf("%+v: expected the weight to be %d", l.index, weight)
	}
}

func wide(x uint64) *big.Int { return new(big.Int).SetUint64(x) }

// number draws small and great numbers alike.
var number = rapid.Custom(func(t *rapid.T) uint64 {
	return rapid.Uint64().Draw(t, "any") >> rapid.IntRange(0, 63).Draw(t, "shift")
})
