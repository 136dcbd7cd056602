package netting_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/internal/apportion"
)

func TestAffordable(t *testing.T) {
	tests := []struct {
		name           string
		prepaid, price uint64

		want uint64
	}{
		{name: "what does not buy a whole Wh is kept", prepaid: 20, price: 300, want: 66},
		{name: "an empty purse buys nothing", prepaid: 0, price: 1, want: 0},
		{name: "what is free can be had without end", prepaid: 0, price: 0, want: math.MaxUint64},
		{name: "so can what is nearly free", prepaid: math.MaxUint64, price: 999, want: math.MaxUint64},
		{name: "the greatest purse at a unit for a Wh", prepaid: math.MaxUint64, price: 1000, want: math.MaxUint64},
		{name: "the greatest price", prepaid: math.MaxUint64, price: math.MaxUint64, want: 1000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := netting.Affordable(tt.prepaid, tt.price); got != tt.want {
				t.Errorf("expected %d, got %d", tt.want, got)
			}
		})
	}
}

func TestCharge(t *testing.T) {
	tests := []struct {
		name               string
		take, price, milli uint64

		want     uint64
		wantLeft uint64
		wantErr  error
	}{
		{name: "rounded down, the rest is owed", take: 66, price: 300, milli: 0, want: 19, wantLeft: 800},
		{name: "what was owed before is charged with it", take: 66, price: 300, milli: 200, want: 20, wantLeft: 0},
		{name: "who takes nothing owes what it owed", take: 0, price: 300, milli: 999, want: 0, wantLeft: 999},
		{name: "what is free costs nothing", take: 66, price: 0, milli: 1, want: 0, wantLeft: 1},
		{
			name: "a product of 128 bits", take: 1 << 63, price: 1000, milli: 999,
			want: 1 << 63, wantLeft: 999,
		},
		{
			name: "the greatest charge", take: math.MaxUint64, price: 1000, milli: 999,
			want: math.MaxUint64, wantLeft: 999,
		},
		{name: "more than 64 bits are refused", take: math.MaxUint64, price: 1001, wantErr: netting.ErrTooMuch},
		{name: "more than 128 bits nearly as well", take: math.MaxUint64, price: math.MaxUint64, milli: 999, wantErr: netting.ErrTooMuch},
		{name: "owing a whole unit is refused", take: 1, price: 1, milli: 1000, wantErr: netting.ErrCarry},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, left, err := netting.Charge(tt.take, tt.price, tt.milli)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if got != tt.want || left != tt.wantLeft {
				t.Errorf("expected %d and %d left, got %d and %d", tt.want, tt.wantLeft, got, left)
			}
		})
	}
}

func TestCreditsWithoutEnergy(t *testing.T) {
	rule, err := netting.NewRule(netting.Terms{Key: netting.Dynamic}, 0, netting.Totals{Supply: 5})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rule.Credits(1); !errors.Is(err, apportion.ErrNoWeight) {
		t.Errorf("expected %v, got %v", apportion.ErrNoWeight, err)
	}
	credits, err := rule.Credits(0)
	if err != nil || credits.Of(0, 5) != 0 {
		t.Errorf("expected nothing for nothing, got %d, %v", credits.Of(0, 5), err)
	}
}

func TestChargePageRefuses(t *testing.T) {
	tests := []struct {
		name  string
		price uint64
		take  []uint64
		milli []uint64

		wantErr error
	}{
		{name: "a member who owes a whole unit", take: []uint64{0, 1}, milli: []uint64{999, 1000}, wantErr: netting.ErrCarry},
		{
			name: "charges that sum to more than 64 bits", price: 1000,
			take: []uint64{math.MaxUint64, 1}, milli: []uint64{0, 0}, wantErr: netting.ErrTooMuch,
		},
		{
			name: "a charge of more than 64 bits", price: 1001,
			take: []uint64{math.MaxUint64, 1}, milli: []uint64{0, 0}, wantErr: netting.ErrTooMuch,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pg := netting.NewPage(len(tt.take))
			copy(pg.Take, tt.take)
			before := slices.Clone(tt.milli)
			if sum, err := pg.ChargePage(tt.price, tt.milli); !errors.Is(err, tt.wantErr) || sum != 0 {
				t.Errorf("expected error %v, got %d, %v", tt.wantErr, sum, err)
			}
			if !slices.Equal(tt.milli, before) {
				t.Errorf("expected the thousandths untouched, %d, got %d", before, tt.milli)
			}
		})
	}
}

// affordableHolds: the purse pays for what is affordable and not for one Wh more, and the charge for it never exceeds
// the purse.
func affordableHolds(t fataller, prepaid, price, milli uint64) {
	t.Helper()
	wh := netting.Affordable(prepaid, price)
	have := mult(wide(prepaid), wide(1000))
	if mult(wide(wh), wide(price)).Cmp(have) > 0 {
		t.Fatalf("expected %d to pay for %d Wh at %d", prepaid, wh, price)
	}
	if wh < math.MaxUint64 && mult(plus(wide(wh), wide(1)), wide(price)).Cmp(have) <= 0 {
		t.Fatalf("expected %d not to pay for one more than %d Wh at %d", prepaid, wh, price)
	}
	charge, left, err := netting.Charge(wh, price, milli%1000)
	if err != nil || charge > prepaid || left >= 1000 {
		t.Fatalf("%d Wh at %d: expected a charge of at most %d and less than 1000 left, got %d, %d, %v",
			wh, price, prepaid, charge, left, err)
	}
	owed := plus(mult(wide(wh), wide(price)), wide(milli%1000))
	if paid := plus(mult(wide(charge), wide(1000)), wide(left)); paid.Cmp(owed) != 0 {
		t.Fatalf("%d Wh at %d: expected %s thousandths, got %s", wh, price, owed, paid)
	}
}

func TestAChargeNeverExceedsThePurse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		affordableHolds(t,
			rapid.Uint64().Draw(t, "prepaid"), rapid.Uint64().Draw(t, "price"), rapid.Uint64().Draw(t, "milli"))
	})
}

func TestOverTimeEachPaysThePriceExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		price := rapid.Uint64Range(0, 1e6).Draw(t, "price")
		var paid, milli, taken uint64
		for _, take := range rapid.SliceOf(rapid.Uint64Range(0, 1e6)).Draw(t, "takes") {
			charge, left, err := netting.Charge(take, price, milli)
			if err != nil {
				t.Fatal(err)
			}
			paid, milli, taken = paid+charge, left, taken+take
			if want := taken * price / 1000; paid != want {
				t.Fatalf("after %d Wh at %d: expected %d paid, got %d", taken, price, want, paid)
			}
		}
	})
}
