package accrual_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/accrual"
)

const holders = 5

// After any amounts, joins and leaves, every unit is paid, owed or carried, and each holder has what the slow twin gave.
func TestAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger(holders)
		p := &purse{weights: make([]uint64, holders), got: make([]uint64, holders)}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			i := rapid.IntRange(0, holders-1).Draw(t, "who")
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				weight := rapid.Uint64Range(0, 9).Draw(t, "weight")
				err = l.reweigh(i, weight)
				p.weights[i] = weight
			case 1:
				err = l.settle(i)
			default:
				amount := rapid.Uint64Range(0, 100).Draw(t, "amount")
				err = l.add(amount)
				p.add(amount)
			}
			if err != nil {
				t.Fatal(err)
			}
			l.balanced(t)
		}

		for i := range l.holders {
			if err := l.settle(i); err != nil {
				t.Fatal(err)
			}
			if l.holders[i].paid != p.got[i] {
				t.Fatalf("expected holder %d to have %d, got %d", i, p.got[i], l.holders[i].paid)
			}
		}
		if l.index.Carry != p.pot {
			t.Fatalf("expected %d carried, got %d", p.pot, l.index.Carry)
		}
	})
}

// With great numbers some steps are refused; those change nothing, and the sums still hold.
func TestNothingIsLostAtAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger(holders)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			i := rapid.IntRange(0, holders-1).Draw(t, "who")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				_ = l.reweigh(i, number.Draw(t, "weight"))
			case 1:
				_ = l.settle(i)
			default:
				before := l.index
				if err := l.add(number.Draw(t, "amount")); err == nil && before.Weight > 0 && l.index.Carry >= l.index.Weight {
					t.Fatalf("expected a carry below the weight, got %+v", l.index)
				}
			}
			l.balanced(t)
		}
	})
}

func TestPartsComeToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		index := accrual.Index{
			Acc:    rapid.Uint64Range(0, 1<<40).Draw(t, "acc"),
			Carry:  rapid.Uint64Range(0, 1<<40).Draw(t, "carry"),
			Weight: rapid.Uint64Range(0, 1<<20).Draw(t, "weight"),
		}
		amount := rapid.Uint64Range(0, 1<<40).Draw(t, "amount")
		part := rapid.Uint64Range(0, amount).Draw(t, "part")

		whole, err := index.Add(amount)
		if err != nil {
			t.Fatal(err)
		}
		first, err := index.Add(part)
		if err != nil {
			t.Fatal(err)
		}
		both, err := first.Add(amount - part)
		if err != nil {
			t.Fatal(err)
		}
		if both != whole {
			t.Fatalf("expected %d in parts to come to %+v, got %+v", amount, whole, both)
		}

		mine := rapid.Uint64Range(0, min(index.Weight, 1<<10)).Draw(t, "mine")
		piece := rapid.Uint64Range(0, mine).Draw(t, "piece")
		one, err := whole.Owed(mine, index.Acc)
		if err != nil {
			t.Fatal(err)
		}
		left, err := whole.Owed(piece, index.Acc)
		if err != nil {
			t.Fatal(err)
		}
		right, err := whole.Owed(mine-piece, index.Acc)
		if err != nil || left+right != one {
			t.Fatalf("expected a weight in parts to be owed %d, got %d and %d, %v", one, left, right, err)
		}
	})
}
