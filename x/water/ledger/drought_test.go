package ledger_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/ledger"
)

// Whatever leaks, whoever draws too much, joins or leaves: with F litres stored from firm sources since the last tick, each of P persons
// gets at least min(lifeline, F / P) on the next one.
func TestFirmWaterIsTheMinimumOfEachPerson(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 0))
	s := newStory(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7})
	s.step(stepEnlarge, 0, 40_000)
	var firm, ticks uint64
	for range 20_000 {
		kind, litres := pick(random), random.Uint64N(6_000)
		if kind == stepTick {
			got := s.tick()
			s.village.tick()
			if persons := s.ledger.Residents.Weight; persons > 0 && got.Each < min(50, firm/persons) {
				t.Fatalf("expected at least %d of %d litres for %d persons, got %d", min(50, firm/persons), firm, persons, got.Each)
			}
			firm, ticks = 0, ticks+1
			continue
		}
		if kind == stepFirm {
			firm += min(litres, uint64(max(int64(s.ledger.Capacity)-s.ledger.Stock, 0)))
		}
		s.step(kind, random.IntN(households), litres)
	}
	require.Greater(t, ticks, uint64(1_000))
}

// Litres drawn within the allocation of the moment never take the stock below what reserve and lifelines promise, in whatever order
// households draw, and whatever else happens.
func TestTokensDoNotDrinkWhatReserveAndLifelinesPromise(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 0))
	s := newStory(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7})
	s.step(stepEnlarge, 0, 40_000)
	free := func() int64 { return s.ledger.Stock - int64(s.ledger.Reserve+s.ledger.Lifeline) }
	short := 0
	for range 20_000 {
		kind, who, litres := pick(random), random.IntN(households), random.Uint64N(6_000)
		s.settle(who)
		s.village.settle(who)
		before := free()
		if kind == stepConsume {
			litres = min(litres, s.ledger.Drawable(s.accounts[who]))
			if p := s.ledger.Allocation(); p.Free < p.All {
				short++
			}
		}
		s.step(kind, who, litres)
		if kind != stepLose && free() < min(before, 0) {
			t.Fatalf("step %d of %d litres: expected the stock to stay %d above the promise, got %d", kind, litres, before, free())
		}
	}
	require.Greater(t, short, 500, "rationed")
}

// A firm source of exactly 50 litres a person and day, 0.4 % of the lake lost a day, no rain, and households that draw twice what they have: each
// person gets 50 litres on each of 400 days.
func TestFirmSourceThroughADroughtOf400Days(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7})
	area.enlarge(1_000_000)
	area.join(2, 3, 4)
	area.open(1) // not subscribed
	area.start()
	area.inflow(500_000)
	for day := range 400 {
		area.firm(500)
		require.Equal(t, uint64(50), area.tick().Each, "day %d", day)
		for i := range area.accounts {
			area.consume(i, 2*area.accounts[i].Persons*150)
		}
		if stock := area.ledger.Stock; stock > 0 {
			require.True(t, area.lose(uint64(stock)*4/1_000))
		}
	}
}

// Without a firm source half of a full reserve gives full lifelines. The other half is stretched: the ration becomes smaller day by day and never
// jumps to 0.
func TestSavingsAreStretched(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 30})
	area.enlarge(1_000_000)
	area.join(10)
	area.start()
	area.inflow(100_000)
	last := uint64(50)
	for day := range 60 {
		each := area.tick().Each
		require.LessOrEqual(t, each, last)
		require.LessOrEqual(t, last-each, uint64(4), "day %d", day)
		if day < 15 {
			require.Equal(t, uint64(50), each, "day %d", day)
		}
		last = each
	}
	require.Positive(t, last)
}

// A litre that rains in a new area is there on the same day, although nothing is saved yet.
func TestWhatComesInIsGivenAtOnce(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 30})
	area.enlarge(1_000_000)
	area.open(10)
	for range 5 {
		area.inflow(400)
		require.Equal(t, uint64(40), area.tick().Each)
	}
}

// Whatever was saved, bought and lost before: no subscriber has less than its equal part of the capacity by more than the empty part
// of the lake, reserve, lifelines and what is not with subscribers.
func TestHoldingsReturnToEqualWhenPlentyReturns(t *testing.T) {
	area := newArea(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7})
	area.enlarge(100_000)
	area.join(1, 1, 1, 1)
	area.open(1) // buys, and does not subscribe
	area.start()
	area.inflow(80_000)
	area.consume(0, 18_000) // thirsty
	require.True(t, area.offer(1, 15_000))
	require.Equal(t, uint64(15_000), area.trade(4, 15_000), "the one that does not subscribe buys")
	area.lose(10_000)

	for day := range 40 { // rain: 1,500 litres a person and day, of which each draws 150
		area.inflow(6_000)
		area.tick()
		for i := range area.accounts {
			area.consume(i, 150)
		}
		area.balances()
		gap := int64(area.ledger.Capacity) - area.ledger.Stock + int64(area.ledger.Reserve+area.ledger.Lifeline+area.ledger.Unsettled) +
			int64(area.accounts[4].Balance)
		for i, a := range area.accounts[:4] {
			require.GreaterOrEqual(t, int64(a.Balance)+gap, int64(25_000), "day %d, account %d", day, i)
		}
	}
	require.Equal(t, int64(100_000-5*150), area.ledger.Stock, "the lake is full again")
}

// What a household owes when its meter goes it owes again with the next one, and those who paid for it get it back.
func TestADebtReturnsWithTheNextMeter(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(1_000)
	area.join(1, 1)
	area.start()
	area.inflow(400)
	area.consume(0, 500)
	require.Equal(t, uint64(300), area.leave(0).Debt)
	require.Equal(t, []uint64{300, 0}, []uint64{area.ledger.Deficit, area.ledger.Overdraft})
	area.inflow(300)
	require.Zero(t, area.ledger.Deficit, "the others paid")

	area.reside(0, 1)
	require.Equal(t, []uint64{0, 300}, []uint64{area.ledger.Deficit, area.ledger.Overdraft})
	require.Equal(t, []uint64{0, 500}, area.balances(), "and have it back")
	area.subscribe(0, 1, 1)
	area.subscribe(1, 1, 1)
	area.start()
	area.inflow(400)
	area.balances()
	require.Equal(t, uint64(100), area.ledger.Overdraft, "its allotment repays")
}

// What a household bought stands beside its cap, so that rain finds less room with the others, until it is drawn.
func TestWhatWasBoughtDelaysEqualHoldings(t *testing.T) {
	area := newArea(t, ledger.Terms{})
	area.enlarge(1_000)
	area.join(1, 1)
	area.start()
	area.inflow(600)
	require.True(t, area.offer(1, 200))
	require.Equal(t, uint64(200), area.trade(0, 200))
	area.inflow(400)
	require.Equal(t, []uint64{700, 300}, area.balances(), "the lake is full")
	area.consume(0, 200)
	area.inflow(200)
	for range 12 { // each time the one at its cap passes half of the rest on
		area.balances()
	}
	require.Equal(t, []uint64{500, 499}, area.balances())
}
