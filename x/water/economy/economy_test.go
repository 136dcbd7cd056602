package economy_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// seasons returns how many seasons a test runs: ECONOMY_SEASONS, or the usual number, of which a short run has a twentieth.
func seasons(t *testing.T, usual uint64) uint64 {
	t.Helper()
	if text := os.Getenv("ECONOMY_SEASONS"); text != "" {
		n, err := strconv.ParseUint(text, 10, 32)
		require.NoError(t, err)
		return n
	}
	if testing.Short() {
		return usual / 20
	}
	return usual
}

// In 10,000 seasons of rain and drought no strategy earns more than honesty by more than its bound: beside trade its part of what is shared, and
// by trade what others mean to pay or to accept. In each of them, with or without cheaters, each person has its minimum, valves leave what is
// promised, water and money add up; the areas check this day by day.
func TestNoStrategyEarnsMoreThanItsBound(t *testing.T) {
	plans := strategies()
	seen := make([]maxima, len(plans))
	for seed := range seasons(t, 10_000) {
		k := int(seed % uint64(len(plans)))
		c := compare(t, draw(seed), plans[k])
		if limit := c.bound(); c.water > limit {
			t.Fatalf("%s, seed %d: expected at most %d millilitres beside trade, got %d", plans[k].name, seed, limit, c.water)
		}
		if limit := c.room + c.honest.accountDays(); c.traded > limit {
			t.Fatalf("%s, seed %d: expected at most %d millilitres by trade, got %d", plans[k].name, seed, limit, c.traded)
		}
		if limit := c.payable(); c.paid > limit {
			t.Fatalf("%s, seed %d: expected a pay of at most %d more, got %d", plans[k].name, seed, limit, c.paid)
		}
		seen[k].add(c)
	}
	for k, m := range seen {
		t.Logf("%-22s beside trade %6d, by trade %6d, pay %6d; needs covered %6d more, another loses %6d, dry %6d", plans[k].name,
			m.water/1_000, m.trade/1_000, m.pay/1_000, m.covered, -m.worst/1_000, m.dry)
	}
}

// maxima are the largest numbers of a strategy in all seasons.
type maxima struct{ water, trade, pay, covered, worst, dry int64 }

func (m *maxima) add(c comparison) {
	m.water, m.trade, m.pay = max(m.water, c.water-c.pay), max(m.trade, c.trade), max(m.pay, c.pay)
	m.covered, m.worst, m.dry = max(m.covered, c.covered), min(m.worst, c.worst), max(m.dry, c.dry)
}

// When plenty returns, whatever happened before, no subscriber lacks more of its part of the capacity than the bound of the README, on any
// day; and the lake fills in days.
func TestHoldingsConvergeWhenPlentyReturns(t *testing.T) {
	plans := append(strategies()[:4], strategy{})
	var slowest, all int
	var fills uint64
	n := seasons(t, 1_000)
	for seed := range n {
		a := newArea(t, draw(seed), plans[seed%uint64(len(plans))])
		a.run()
		days, filled := a.plenty()
		slowest, all, fills = max(slowest, days), all+days, max(fills, filled)
	}
	t.Logf("at most %d days, %d in the mean; at most %d %% of the capacity flowed in", slowest, all/int(max(n, 1)), fills)
	require.LessOrEqual(t, slowest, 21)
	require.LessOrEqual(t, fills, uint64(300))
}

// A bid that is not meant to trade changes nothing for anybody.
func TestABidForShowMovesNothing(t *testing.T) {
	for seed := range seasons(t, 400) {
		s := draw(seed)
		absent := newArea(t, s, strategy{members: []int{0}, order: func(*area, int, *household) {}})
		shows := newArea(t, s, strategy{members: []int{0}, order: bidForShow})
		absent.run()
		shows.run()
		require.Equal(t, absent.references, shows.references, "seed %d", seed)
		for i, h := range absent.households {
			require.Equal(t, h.trades, shows.households[i].trades, "seed %d", seed)
			require.Equal(t, h.account, shows.households[i].account, "seed %d", seed)
		}
	}
}

// A season is the same in every run.
func TestASeasonIsItsSeed(t *testing.T) {
	one, two := newArea(t, draw(7), strategies()[0]), newArea(t, draw(7), strategies()[0])
	one.run()
	two.run()
	require.Equal(t, one.ledger, two.ledger)
	require.Equal(t, one.references, two.references)
}
