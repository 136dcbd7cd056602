package pricing_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

const owners = 5

// assembly is owners with shares and votes, and the tally that follows them.
type assembly struct {
	shares [owners]uint64
	voted  [owners]bool
	price  [owners]pricing.Price
	tally  pricing.Tally
}

func (a *assembly) ballots() (votes ballots) {
	for i := range owners {
		if a.voted[i] {
			votes = append(votes, ballot{owner: i, price: a.price[i], shares: a.shares[i]})
		}
	}
	return votes
}

// vote is what a keeper does when an owner votes, again or for the first time.
func (a *assembly) vote(i int, price pricing.Price) (err error) {
	var next pricing.Tally
	if a.voted[i] {
		next, err = a.tally.Change(a.price[i], price, a.shares[i])
	} else {
		next, err = a.tally.Vote(price, a.shares[i])
	}
	if err == nil {
		a.tally, a.voted[i], a.price[i] = next, true, price
	}
	return err
}

// clear takes a vote back.
func (a *assembly) clear(i int) error {
	if !a.voted[i] {
		return nil
	}
	next, err := a.tally.Remove(a.price[i], a.shares[i])
	if err == nil {
		a.tally, a.voted[i] = next, false
	}
	return err
}

// sell moves shares, and votes with them, as the doc says.
func (a *assembly) sell(from, to int, k uint64) (err error) {
	if from == to {
		return nil
	}
	k = min(k, a.shares[from])
	next := a.tally
	switch {
	case a.voted[from] && a.voted[to]:
		next, err = a.tally.Change(a.price[from], a.price[to], k)
	case a.voted[from]:
		next, err = a.tally.Remove(a.price[from], k)
	case a.voted[to]:
		next, err = a.tally.Vote(a.price[to], k)
	}
	if err == nil {
		a.tally = next
		a.shares[from] -= k
		a.shares[to] += k
	}
	return err
}

// Whatever is voted for, taken back and sold, in whatever order, the tally is that of the present votes.
func TestAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := assembly{}
		left := uint64(pricing.TotalShares)
		for i := range owners {
			a.shares[i] = rapid.Uint64Range(0, left).Draw(t, "shares")
			left -= a.shares[i]
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			i := rapid.IntRange(0, owners-1).Draw(t, "who")
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				err = a.clear(i)
			case 1:
				err = a.sell(i, rapid.IntRange(0, owners-1).Draw(t, "to"), rapid.Uint64Range(0, 10_000).Draw(t, "k"))
			default:
				err = a.vote(i, pricing.Price(number.Draw(t, "price")%uint64(top+1)))
			}
			if err != nil {
				t.Fatal(err)
			}
			a.ballots().agrees(t, a.tally)
		}
		for i := range owners {
			if err := a.clear(i); err != nil {
				t.Fatal(err)
			}
		}
		if a.tally != (pricing.Tally{}) {
			t.Fatalf("expected no votes to leave nothing, got %+v", a.tally)
		}
	})
}

// One owner moves the price by at most its part of the ceiling, and one.
func TestNobodyMovesThePriceFurtherThanByTheirShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ceiling := rapid.Uint64Range(1, uint64(top)).Draw(t, "ceiling")
		vote := func(name string) pricing.Price {
			return pricing.Price(rapid.Uint64Range(0, ceiling).Draw(t, name))
		}
		mine := rapid.Uint64Range(1, 10_000).Draw(t, "mine")
		others := rapid.Uint64Range(0, 10_000-mine).Draw(t, "others")
		tally, err := pricing.Tally{}.Vote(vote("theirs"), others)
		if err != nil {
			t.Fatal(err)
		}
		from, to := vote("from"), vote("to")
		before, err := tally.Vote(from, mine)
		if err != nil {
			t.Fatal(err)
		}
		after, err := before.Change(from, to, mine)
		if err != nil {
			t.Fatal(err)
		}
		x, _ := before.Price()
		y, _ := after.Price()
		if moved, highest := max(x, y)-min(x, y), ceiling*mine/(mine+others)+1; uint64(moved) > highest {
			t.Fatalf("expected the price to move by at most %d, got %d", highest, moved)
		}
	})
}

func TestMoneyAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cost := rapid.Uint64Range(0, 1_000_000).Draw(t, "cost")
		if price, surplus := slowShare(cost); pricing.SharePrice(cost) != price || pricing.Surplus(cost) != surplus {
			t.Fatalf("%d: expected %d and %d, got %d and %d", cost, price, surplus, pricing.SharePrice(cost), pricing.Surplus(cost))
		}
		moneyHolds(t, number.Draw(t, "amount"), rapid.Uint64Range(0, 10_000).Draw(t, "bps"), number.Draw(t, "units"))
	})
}
