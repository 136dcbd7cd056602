package apportion_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

// The epochs of a community are at least a minute long, and divide a day. Its members are compared over three years.
const (
	minEpochSeconds = 60
	daySeconds      = 86_400
	weekSeconds     = 7 * daySeconds
	threeYears      = 3 * 365 * daySeconds

	// unitsAtTheSameHour bounds what a member gains or lacks in three years, in units.
	unitsAtTheSameHour = 16
)

// stride is a number of epochs that divides a day or a week for some length of the epochs, and how many of them three years have at
// the shortest such length.
type stride struct {
	epochs, samples uint64
}

func strides() (all []stride) {
	known := map[uint64]bool{}
	for length := uint64(minEpochSeconds); length <= daySeconds; length++ {
		if daySeconds%length != 0 {
			continue
		}
		for epochs := uint64(1); epochs*length <= weekSeconds; epochs++ {
			if span := epochs * length; !known[epochs] && (daySeconds%span == 0 || weekSeconds%span == 0) {
				known[epochs] = true
				all = append(all, stride{epochs, threeYears / span})
			}
		}
	}
	return all
}

// What a member imports at the same hour of every day, or every Monday, meets every n-th offset only. Its sum of units strays by at most
// 16 from the exact one in three years, whenever they begin. A multiplier whose multiples come close to a whole number fails: with
// the golden ratio a member has the odd unit at the same ten minutes for 160 days in a row.
func TestTheErrorAtTheSameHourOfEveryDayIsBounded(t *testing.T) {
	all := strides()
	if len(all) != 142 {
		t.Fatalf("expected 142 strides, got %d", len(all))
	}
	for _, s := range all {
		if got := errorOfAll(s.epochs, min(s.samples, 1_500)); got > unitsAtTheSameHour {
			t.Errorf("every epoch of %d: expected at most %d units for any member, got %.2f", s.epochs, unitsAtTheSameHour, got)
		}
		if got := errorOfSome(s.epochs, s.samples); got > unitsAtTheSameHour {
			t.Errorf("every epoch of %d: expected at most %d units in three years, got %.2f", s.epochs, unitsAtTheSameHour, got)
		}
	}
}

// errorOfAll returns the greatest error of any member after any number of samples. A member gets the odd unit where the offset
// lies in its arc of the circle, so its error is the number of offsets in an arc less its length times their number; the arcs that
// begin and end at an offset have the greatest. A later start turns all of them alike.
func errorOfAll(step, samples uint64) (worst float64) {
	const circle = 1 << 52 // a float has each offset exactly
	offsets := make([]uint64, 0, samples)
	for k := range samples {
		offset := apportion.Offset(k*step, circle)
		at, _ := slices.BinarySearch(offsets, offset)
		offsets = slices.Insert(offsets, at, offset)
		each := float64(len(offsets)) / circle
		high, low := 0.0, 0.0
		for i, offset := range offsets {
			excess := float64(i) - each*float64(offset)
			high, low = max(high, excess), min(low, excess)
		}
		worst = max(worst, high-low+1)
	}
	return worst
}

// errorOfSome returns the greatest error of any of 64 members between any two samples of three years. Each is the first of two.
func errorOfSome(step, samples uint64) (worst float64) {
	const weight = 1 << 32
	random := rand.New(rand.NewPCG(1, step)) //nolint:gosec // a test
	var own, off, high, low [64]int64
	for m := range own {
		own[m] = 1 + random.Int64N(weight-1)
	}
	for k := range samples {
		offset := int64(apportion.Offset(k*step, weight)) //nolint:gosec // below 2^32
		for m := range own {
			off[m] -= own[m]
			if offset >= weight-own[m] {
				off[m] += weight
			}
			high[m], low[m] = max(high[m], off[m]), min(low[m], off[m])
		}
	}
	for m := range own {
		worst = max(worst, float64(high[m]-low[m])/weight)
	}
	return worst
}
