package pages_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// place is a record with where it is.
type place struct {
	area string
	n    uint64
	m    meter
}

func all(tb testing.TB, f *fixture) (found []place) {
	tb.Helper()
	err := f.meters.WalkAll(f.ctx, func(area string, n uint64, m meter) (bool, error) {
		found = append(found, place{area, n, m})
		return false, nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

func TestWalkAllIsOrderedByPrefixAndNumber(t *testing.T) {
	f := setup(t)
	f.set(t, "south", 300, 2)
	f.set(t, "north", 129, 128, math.MaxUint64, 0)
	var want []place
	for _, p := range []place{{area: "north", n: 0}, {area: "north", n: 128}, {area: "north", n: 129}, {area: "north", n: math.MaxUint64}, {area: "south", n: 2}, {area: "south", n: 300}} {
		p.m = meterOf(p.n)
		want = append(want, p)
	}
	if got := all(t, f); !slices.Equal(got, want) {
		t.Fatalf("expected %v, got %v", want, got)
	}
}

func TestWalkFrom(t *testing.T) {
	numbers := []uint64{0, 3, 127, 128, 300, 301, math.MaxUint64}
	tests := []struct {
		name string
		from uint64

		want []uint64
	}{
		{name: "from zero it is everything", from: 0, want: numbers},
		{name: "the record itself is included", from: 3, want: numbers[1:]},
		{name: "a number without a record begins at the next", from: 4, want: numbers[2:]},
		{name: "a page without a record is passed over", from: 150, want: numbers[4:]},
		{name: "within a page what is before is left out", from: 301, want: numbers[5:]},
		{name: "what is before in one page says nothing about the next", from: 127, want: numbers[2:]},
		{name: "the last number is a number", from: math.MaxUint64, want: numbers[6:]},
	}
	f := setup(t)
	f.set(t, "north", numbers...)
	f.set(t, "south", 1, 2, 129)
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var got []uint64
			err := f.meters.WalkFrom(f.ctx, "north", tc.from, func(n uint64, m meter) (bool, error) {
				if m != meterOf(n) {
					t.Fatalf("expected %v, got %v", meterOf(n), m)
				}
				got = append(got, n)
				return false, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tc.want) {
				t.Fatalf("expected %d, got %d", tc.want, got)
			}
		})
	}
}

func TestAWalkEndsWhenItIsTold(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 0, 1, 200, 400)
	broken := errors.New("broken")
	for _, last := range []uint64{0, 1, 200, 400} {
		for _, end := range []error{nil, broken} {
			var seen uint64
			err := f.meters.Walk(f.ctx, "north", func(n uint64, _ meter) (bool, error) {
				seen = n
				return n == last && end == nil, either(n == last, end)
			})
			if seen != last || !errors.Is(err, end) {
				t.Fatalf("expected to end at %d with %v, got %d, %v", last, end, seen, err)
			}
		}
	}
}

func either(now bool, err error) error {
	if now {
		return err
	}
	return nil
}

func TestWalkPages(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 0, 5, 200, 400)
	var got []uint64
	err := f.meters.WalkPages(f.ctx, "north", 1, func(page uint64, pg *pages.Page) (bool, error) {
		got = append(got, page, uint64(pg.Records()))
		return false, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []uint64{1, 1, 3, 1}; !slices.Equal(got, want) {
		t.Fatalf("expected pages and records %d, got %d", want, got)
	}
}

func TestClearIsBounded(t *testing.T) {
	tests := []struct {
		name  string
		limit int

		removed int
		more    bool
		left    []uint64
	}{
		{name: "no page allowed removes none", limit: 0, removed: 0, more: true, left: []uint64{1, 2, 130, 600}},
		{name: "the lowest page goes first", limit: 1, removed: 1, more: true, left: []uint64{130, 600}},
		{name: "one short leaves one", limit: 2, removed: 2, more: true, left: []uint64{600}},
		{name: "just enough leaves none", limit: 3, removed: 3, more: false},
		{name: "more than enough removes what there is", limit: 100, removed: 3, more: false},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := setup(t)
			f.set(t, "north", 1, 2, 130, 600)
			f.set(t, "nort", 1)
			f.set(t, "northern", 1)
			*f.count = count{}
			removed, more, err := f.meters.Clear(f.ctx, "north", tc.limit)
			if err != nil || removed != tc.removed || more != tc.more {
				t.Fatalf("expected %d removed and more %t, got %d, %t, %v", tc.removed, tc.more, removed, more, err)
			}
			if f.count.visited > tc.limit || f.count.deletes != tc.removed {
				t.Fatalf("expected at most %d keys read, got %+v", tc.limit, *f.count)
			}
			if got := f.numbers(t, "north"); !slices.Equal(got, tc.left) {
				t.Fatalf("expected %d, got %d", tc.left, got)
			}
			if len(f.numbers(t, "nort")) != 1 || len(f.numbers(t, "northern")) != 1 {
				t.Fatal("expected the other areas to stay")
			}
		})
	}
}
