package pages_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/pages"
)

func TestUpdateManyVisits(t *testing.T) {
	tests := []struct {
		name    string
		numbers []uint64

		want  []int // places in numbers, in the order of the calls
		pages int
	}{
		{name: "no number calls nothing", numbers: nil, want: nil, pages: 0},
		{name: "ascending numbers come as they are", numbers: []uint64{0, 1, 128, 129, 300}, want: []int{0, 1, 2, 3, 4}, pages: 3},
		{name: "within a page the caller's order holds", numbers: []uint64{9, 3, 127, 0}, want: []int{0, 1, 2, 3}, pages: 1},
		{name: "pages come ascending", numbers: []uint64{300, 1, 129, 0, 301}, want: []int{1, 3, 2, 0, 4}, pages: 3},
		{name: "a number that comes twice is visited twice", numbers: []uint64{200, 5, 200}, want: []int{1, 0, 2}, pages: 2},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := setup(t)
			var got []int
			err := f.meters.UpdateMany(f.ctx, "north", tc.numbers, func(k int, pg *pages.Page, i int) error {
				if uint64(i) != tc.numbers[k]%pages.Size {
					t.Fatalf("number %d: expected slot %d, got %d", tc.numbers[k], tc.numbers[k]%pages.Size, i)
				}
				got = append(got, k)
				pg.Put(i)
				pg.Col(0)[i] += tc.numbers[k] + 1
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tc.want) {
				t.Fatalf("expected the order %d, got %d", tc.want, got)
			}
			if f.count.gets != tc.pages || f.count.sets-2 != tc.pages { // the neighbours are two sets
				t.Fatalf("expected %d loads and stores, got %+v", tc.pages, *f.count)
			}
			times := map[uint64]uint64{}
			for _, n := range tc.numbers {
				times[n]++
			}
			for _, n := range tc.numbers {
				if m, err := f.meters.Get(f.ctx, "north", n); err != nil || m.Imported != times[n]*(n+1) {
					t.Fatalf("record %d: expected %d, got %d, %v", n, times[n]*(n+1), m.Imported, err)
				}
			}
		})
	}
}

func TestUpdateManyIsAllOrNothing(t *testing.T) {
	broken := errors.New("broken")
	tests := []struct {
		name string
		fn   func(k int, pg *pages.Page, i int) error
	}{
		{
			name: "an error at the last number",
			fn: func(k int, pg *pages.Page, i int) error {
				pg.Col(0)[i] = 99
				return either(k == 2, broken)
			},
		},
		{
			name: "a page that cannot be stored",
			fn: func(k int, pg *pages.Page, i int) error {
				pg.Col(0)[i] = 99
				if k == 2 {
					pg.Col(0)[i+1] = 1
				}
				return nil
			},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := setup(t)
			f.set(t, "north", 0, 200, 400)
			before := all(t, f)
			*f.count = count{}
			if err := f.meters.UpdateMany(f.ctx, "north", []uint64{0, 200, 400}, tc.fn); err == nil {
				t.Fatal("expected an error")
			}
			if f.count.sets+f.count.deletes != 0 {
				t.Fatalf("expected no write, got %+v", *f.count)
			}
			if got := all(t, f); !slices.Equal(got, before) {
				t.Fatalf("expected %v, got %v", before, got)
			}
		})
	}
}

func TestUpdateManyWritesWhatChanged(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 0, 200, 400)
	*f.count = count{}
	err := f.meters.UpdateMany(f.ctx, "north", []uint64{0, 200, 400, 1000}, func(k int, pg *pages.Page, i int) error {
		switch k {
		case 0: // read only
			_ = pg.Col(0)[i]
		case 1:
			pg.Col(2)[i] = 1
		case 2:
			pg.Drop(i)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if f.count.sets != 1 || f.count.deletes != 1 {
		t.Fatalf("expected one page written and one removed, got %+v", *f.count)
	}
	if got, want := f.numbers(t, "north"), []uint64{0, 200}; !slices.Equal(got, want) {
		t.Fatalf("expected %d, got %d", want, got)
	}
}

// fn may read the map it updates: it sees what was stored before.
func TestUpdateManyMayRead(t *testing.T) {
	f := setup(t)
	f.set(t, "north", 0, 1, 200)
	err := f.meters.UpdateMany(f.ctx, "north", []uint64{0, 1, 200}, func(_ int, pg *pages.Page, i int) error {
		m, err := f.meters.Get(f.ctx, "north", 1)
		if err != nil {
			return err
		}
		if m != meterOf(1) {
			t.Fatalf("expected %v, got %v", meterOf(1), m)
		}
		pg.Col(2)[i] = m.Imported
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all(t, f) {
		if p.m.Faults != 2 {
			t.Fatalf("record %d: expected 2, got %d", p.n, p.m.Faults)
		}
	}
}
