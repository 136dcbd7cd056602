package apportion_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

// epochs is how many epochs in a row the mean is taken over, and slack how many units the sum may be off by at any time
// on the way: 10 units in 10,000 epochs are a thousandth of a unit each.
const (
	epochs = 10_000
	slack  = 10
)

// Over epochs no weight gains: the sum of a weight's shares never strays from the sum of its quotas by more than a few units,
// whatever the epoch it starts in. It is checked in whole numbers: |Σ share·W − N·M·w| ≤ slack·W.
func TestMeanTendsToTheQuota(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.Int64Range(1, 1<<20).Draw(t, "W")
		total := rapid.Int64Range(0, 1<<20).Draw(t, "M")
		prefix := rapid.Int64Range(0, weight).Draw(t, "P")
		own := rapid.Int64Range(0, weight-prefix).Draw(t, "w")
		first := rapid.Uint64().Draw(t, "first epoch")

		var off, worst int64 // Σ share·W − n·M·w
		for n := range uint64(epochs) {
			off += share(t, total, weight, first+n, prefix, own)*weight - total*own
			worst = max(worst, off, -off)
		}
		if worst > slack*weight {
			t.Fatalf("expected a sum within %d units of the exact one, got %d/%d", slack, worst, weight)
		}
	})
}

func share(t fataller, total, weight int64, epoch uint64, prefix, own int64) int64 {
	t.Helper()
	w := uint64(weight)
	d, err := apportion.New(uint64(total), w, apportion.Offset(epoch, w))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return int64(d.Share(uint64(prefix), uint64(own)))
}

// At a fixed offset the mean does not tend to the quota: this is what the moving one is for.
func TestFixedOffsetFavoursTheLast(t *testing.T) {
	for range 100 {
		shares, err := apportion.Shares(1, []uint64{1, 1}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(shares, []uint64{0, 1}) {
			t.Fatalf("expected the last to have it every time, got %d", shares)
		}
	}
}

// What does not hold, each with its least counter-example.
func TestCounterExamples(t *testing.T) {
	tests := []struct {
		name               string
		total, totalToo    uint64
		weights, recipient []uint64
		offset             uint64

		want, wantToo []uint64
	}{
		{
			name:  "equal weights may get shares one unit apart",
			total: 1, weights: []uint64{1, 1},
			totalToo: 3, recipient: []uint64{1, 1},
			offset: 0,

			want:    []uint64{0, 1},
			wantToo: []uint64{1, 2},
		},
		{
			name:  "a greater total can lower a single share",
			total: 1, weights: []uint64{1, 1, 1},
			totalToo: 2, recipient: []uint64{1, 1, 1},
			offset: 1,

			want:    []uint64{0, 1, 0},
			wantToo: []uint64{1, 0, 1},
		},
		{
			name:  "another order of the same weights can move a unit",
			total: 2, weights: []uint64{1, 2},
			totalToo: 2, recipient: []uint64{2, 1},
			offset: 0,

			want:    []uint64{0, 2},
			wantToo: []uint64{1, 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := apportion.Shares(tt.total, tt.weights, tt.offset)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("expected %d, got %d, %v", tt.want, got, err)
			}
			got, err = apportion.Shares(tt.totalToo, tt.recipient, tt.offset)
			if err != nil || !slices.Equal(got, tt.wantToo) {
				t.Errorf("expected %d, got %d, %v", tt.wantToo, got, err)
			}
		})
	}
}

// The offsets of consecutive epochs are even; those of every 1,082nd, which is no part of a day or a week, move by a 7,233rd of the circle
// only. Over a whole round they are even again.
func TestSomeStridesAreSlow(t *testing.T) {
	first := func(n uint64) (got int64) {
		for k := range n {
			got += share(t, 1, 2, 1_082*k, 0, 1)
		}
		return got
	}
	if got := first(3_000); got < 2_990 {
		t.Errorf("expected the first of two to have nearly all of 3,000, got %d", got)
	}
	if got := first(7_233); got < 3_600 || got > 3_633 {
		t.Errorf("expected the first of two to have about half of 7,233, got %d", got)
	}
}
