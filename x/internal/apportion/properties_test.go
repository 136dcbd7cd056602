package apportion_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// holds checks one division against the slow twin and every promise about a single division.
func holds(t fataller, d division) {
	t.Helper()

	shares, err := apportion.Shares(d.total, d.weights, d.offset)
	if err != nil {
		t.Fatalf("expected shares of %+v, got %v", d, err)
	}
	if got := sum(shares); got != d.total {
		t.Fatalf("%+v: expected shares that sum to %d, got %d", d, d.total, got)
	}

	weight := sum(d.weights)
	var prefix uint64
	for i, w := range d.weights {
		want := slowCut(d.total, weight, d.offset, prefix+w) - slowCut(d.total, weight, d.offset, prefix)
		if shares[i] != want {
			t.Fatalf("%+v: expected share %d to be %d, got %d", d, i, want, shares[i])
		}
		if weight > 0 {
			quota, rest := new(big.Int).QuoRem(new(big.Int).Mul(wide(d.total), wide(w)), wide(weight), new(big.Int))
			floor := quota.Uint64()
			if shares[i] != floor && (rest.Sign() == 0 || shares[i] != floor+1) {
				t.Fatalf("%+v: expected share %d to be %d or the next if broken, got %d", d, i, floor, shares[i])
			}
		}
		prefix += w
	}
}

func TestHoldsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, drawDivision(t)) })
}

func TestAgreesWithDealingUnitByUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Uint64Range(0, 9), 1, 8).Draw(t, "weights")
		weight := sum(weights)
		if weight == 0 {
			return
		}
		total := rapid.Uint64Range(0, 60).Draw(t, "total")
		offset := rapid.Uint64Range(0, weight-1).Draw(t, "offset")

		got, err := apportion.Shares(total, weights, offset)
		if want := deal(total, weights, offset); err != nil || !slices.Equal(got, want) {
			t.Fatalf("expected %d, got %d, %v", want, got, err)
		}
	})
}

// A page knows its own weights and the prefix before it; pages may be done in any order.
func TestPageByPageEqualsAllAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDivision(t)
		want, err := apportion.Shares(d.total, d.weights, d.offset)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := apportion.New(d.total, sum(d.weights), d.offset)
		if err != nil {
			t.Fatal(err)
		}

		size := rapid.IntRange(1, 10).Draw(t, "page size")
		got := make([]uint64, len(d.weights))
		for from := (len(got) - 1) / size * size; from >= 0; from -= size {
			prefix := sum(d.weights[:from])
			for i := from; i < min(from+size, len(got)); i++ {
				got[i] = whole.Share(prefix, d.weights[i])
				prefix += d.weights[i]
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("expected %d, got %d", want, got)
		}
	})
}

func TestNobodyGainsByBeingTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDivision(t)
		if len(d.weights) == 0 {
			return
		}
		i := rapid.IntRange(0, len(d.weights)-1).Draw(t, "who")
		part := rapid.Uint64Range(0, d.weights[i]).Draw(t, "part")
		split := slices.Insert(slices.Clone(d.weights), i, part)
		split[i+1] -= part

		one, err := apportion.Shares(d.total, d.weights, d.offset)
		if err != nil {
			t.Fatal(err)
		}
		two, err := apportion.Shares(d.total, split, d.offset)
		if err != nil {
			t.Fatal(err)
		}
		if two[i]+two[i+1] != one[i] {
			t.Fatalf("expected the halves to get %d, got %d and %d", one[i], two[i], two[i+1])
		}
		if !slices.Equal(slices.Delete(two, i, i+2), slices.Delete(one, i, i+1)) {
			t.Fatalf("expected everybody else to get %d, got %d", one, two)
		}
	})
}

func TestOffsetAgreesWithSlowTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		epoch, weight := rapid.Uint64().Draw(t, "epoch"), rapid.Uint64().Draw(t, "weight")
		got := apportion.Offset(epoch, weight)
		if want := slowOffset(epoch, weight); got != want {
			t.Fatalf("expected %d, got %d", want, got)
		}
		if weight > 0 && got >= weight {
			t.Fatalf("expected an offset below %d, got %d", weight, got)
		}
	})
}
