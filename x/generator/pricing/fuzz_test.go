package pricing_test

import (
	"encoding/binary"
	"errors"
	"testing"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

// moneyHolds holds every promise about money for one amount.
func moneyHolds(t fataller, amount, bps, units uint64) {
	t.Helper()
	// Shares pay for the cost, and for less than 10,000 more.
	sum := wide(pricing.SharePrice(amount))
	sum.Mul(sum, wide(10_000)).Sub(sum, wide(pricing.Surplus(amount)))
	if sum.Cmp(wide(amount)) != 0 || pricing.Surplus(amount) >= 10_000 {
		t.Fatalf("expected shares and surplus to come to %d, got %d, %d over", amount, sum, pricing.Surplus(amount))
	}
	if all, err := pricing.Pledge(amount, 10_000); err == nil && all-pricing.Surplus(amount) != amount {
		t.Fatalf("expected all shares for %d and %d, got %d", amount, pricing.Surplus(amount), all)
	}

	maintenance, rest, err := pricing.Split(amount, bps)
	upfront, upfrontErr := pricing.Upfront(amount, bps)
	switch {
	case bps > 10_000:
		if !errors.Is(err, pricing.ErrBps) || !errors.Is(upfrontErr, pricing.ErrBps) {
			t.Fatalf("%d ten-thousandths: expected %v, got %v, %v", bps, pricing.ErrBps, err, upfrontErr)
		}
	case err != nil || upfrontErr != nil:
		t.Fatalf("%d ten-thousandths of %d: %v, %v", bps, amount, err, upfrontErr)
	default:
		want := slowPart(amount, bps)
		if maintenance != want || upfront != want || rest != amount-want {
			t.Fatalf("%d ten-thousandths of %d: expected %d, got %d and %d, upfront %d", bps, amount, want, maintenance, rest, upfront)
		}
	}

	cost, err := pricing.Purchase(pricing.Price(amount), units, pricing.Price(amount))
	product := wide(amount)
	if product.Mul(product, wide(units)); product.IsUint64() != (err == nil) || err == nil && cost != product.Uint64() {
		t.Fatalf("%d units at %d: expected %d, got %d, %v", units, amount, product, cost, err)
	}
	if amount > 0 {
		if _, err := pricing.Purchase(pricing.Price(amount), units, pricing.Price(amount-1)); !errors.Is(err, pricing.ErrAboveLimit) {
			t.Fatalf("expected %v, got %v", pricing.ErrAboveLimit, err)
		}
	}
}

// FuzzMoney holds the promises about money.
func FuzzMoney(f *testing.F) {
	f.Fuzz(func(t *testing.T, amount, bps, units uint64) { moneyHolds(t, amount, bps, units) })
}

// FuzzTally executes the bytes: action, first and second owner, and an amount in eight bytes. Steps may be refused; those change nothing.
func FuzzTally(f *testing.F) {
	f.Fuzz(func(t *testing.T, story []byte) {
		a := assembly{shares: [owners]uint64{5_000, 2_999, 2_000, 1, 0}}
		for ; len(story) >= 11; story = story[11:] {
			first, second := int(story[1])%owners, int(story[2])%owners
			much := binary.BigEndian.Uint64(story[3:])
			before := a.tally
			var err error
			switch story[0] % 3 {
			case 0:
				err = a.vote(first, pricing.Price(much))
				if (err != nil) != (much > uint64(top)) {
					t.Fatalf("vote of %d: got %v", much, err)
				}
			case 1:
				err = a.clear(first)
			case 2:
				err = a.sell(first, second, much)
			}
			if err != nil && a.tally != before {
				t.Fatalf("%v: expected %+v untouched, got %+v", err, before, a.tally)
			}
			if err != nil && story[0]%3 != 0 {
				t.Fatal(err)
			}
			a.ballots().agrees(t, a.tally)
		}
	})
}

// FuzzAnyTally calls everything on tallies that no votes come to: each gives a sound tally or an error.
func FuzzAnyTally(f *testing.F) {
	f.Fuzz(func(t *testing.T, sum, shares, price, to, k uint64) {
		tally := pricing.Tally{Sum: sum, Shares: shares}
		if _, voted := tally.Price(); voted != (shares > 0) {
			t.Fatalf("%+v: expected a price if shares voted, got one: %t", tally, voted)
		}
		for _, step := range []func() (pricing.Tally, error){
			func() (pricing.Tally, error) { return tally.Vote(pricing.Price(price), k) },
			func() (pricing.Tally, error) { return tally.Remove(pricing.Price(price), k) },
			func() (pricing.Tally, error) { return tally.Change(pricing.Price(price), pricing.Price(to), k) },
		} {
			next, err := step()
			if err != nil && next != tally || err == nil && (tally.Check() != nil || next.Check() != nil) {
				t.Fatalf("%+v: got %+v, %v", tally, next, err)
			}
		}
	})
}
