package ledger_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/water/ledger"
)

// Ten households of one person or one of ten come to the same.
func TestPersonsCountNotHouseholds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := ledger.Terms{Lifeline: rapid.Uint64Range(0, 60).Draw(t, "lifeline"), CapDays: 3, ReserveDays: 7}
		persons := rapid.IntRange(1, 10).Draw(t, "persons")
		one, many := newArea(t, terms), newArea(t, terms)
		for _, a := range []*area{one, many} {
			a.enlarge(100_000)
			a.join(3)
		}
		one.join(uint64(persons))
		for range persons {
			many.join(1)
		}
		for _, a := range []*area{one, many} {
			a.start()
		}
		for range rapid.IntRange(1, 10).Draw(t, "days") {
			litres := rapid.Uint64Range(0, 10_000).Draw(t, "inflow")
			for _, a := range []*area{one, many} {
				a.inflow(litres)
				a.tick()
			}
		}
		var sum uint64
		for _, litres := range many.left()[1:] {
			sum += litres
		}
		if got := one.left()[1]; got != sum {
			t.Fatalf("expected %d for %d persons, got %d", sum, persons, got)
		}
	})
}

// When a household is settled does not matter to it as long as it stays below its caps.
func TestSettlingOftenOrOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := ledger.Terms{Lifeline: 50, CapDays: 100, ReserveDays: 7}
		often, once := newArea(t, terms), newArea(t, terms)
		for _, a := range []*area{often, once} {
			a.enlarge(1 << 40)
			a.join(2, 3)
			a.start()
		}
		for range rapid.IntRange(1, 20).Draw(t, "days") {
			litres := rapid.Uint64Range(0, 10_000).Draw(t, "inflow")
			for _, a := range []*area{often, once} {
				a.inflow(litres)
				a.tick()
			}
			often.settle(0)
		}
		once.settle(0)
		often.settle(0)
		if often.accounts[0] != once.accounts[0] || often.ledger != once.ledger {
			t.Fatalf("expected %+v, got %+v", once.accounts[0], often.accounts[0])
		}
	})
}
