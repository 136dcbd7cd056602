package credit_test

import (
	"errors"
	"math/rand"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/generator/credit"
)

func TestCount(t *testing.T) {
	tests := []struct {
		name  string
		open  []credit.Open
		steps uint64

		released []int
		counted  []uint64
		surplus  uint64
	}{
		{name: "nothing is open", steps: 3, surplus: 3},
		{name: "no step", open: []credit.Open{{Units: 2, Counted: 1}}, counted: []uint64{1}},
		{name: "a voucher is paid", open: []credit.Open{{Units: 5}}, steps: 5, released: []int{0}, counted: []uint64{0}},
		{name: "a step is missing", open: []credit.Open{{Units: 5}}, steps: 4, counted: []uint64{4}},
		{name: "the last step comes", open: []credit.Open{{Units: 5, Counted: 4}}, steps: 1, released: []int{0}, counted: []uint64{0}},
		{name: "a step too many", open: []credit.Open{{Units: 5}}, steps: 6, released: []int{0}, counted: []uint64{0}, surplus: 1},
		{
			name: "the attack: 500 steps for vouchers of 1 and 500", open: []credit.Open{{Units: 1}, {Units: 500}}, steps: 500,
			released: []int{0}, counted: []uint64{0, 499},
		},
		{
			name: "the vendor's own code then pays the second", open: []credit.Open{{Units: 500, Counted: 499}}, steps: 1,
			released: []int{0}, counted: []uint64{0},
		},
		{
			name: "an older and greater one holds up nobody", open: []credit.Open{{Units: 500}, {Units: 1}}, steps: 1,
			released: []int{1}, counted: []uint64{0, 0},
		},
		{
			name: "the oldest of equals comes first", open: []credit.Open{{Units: 3}, {Units: 3}}, steps: 4,
			released: []int{0}, counted: []uint64{0, 1},
		},
		{
			name: "steps before a purchase are not counted for it", open: []credit.Open{{Units: 500, Counted: 499}, {Units: 1}}, steps: 1,
			released: []int{0}, counted: []uint64{0, 0},
		},
		{
			name: "and both are paid in the end", open: []credit.Open{{Units: 500, Counted: 499}, {Units: 1}}, steps: 2,
			released: []int{0, 1}, counted: []uint64{0, 0},
		},
		{
			name: "all at once", open: []credit.Open{{Units: 5}, {Units: 400}, {Units: 3}}, steps: 408,
			released: []int{2, 0, 1}, counted: []uint64{0, 0, 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.open)
			r, err := credit.Count(tt.open, tt.steps)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(r.Released, tt.released) || !slices.Equal(r.Counted, tt.counted) || r.Surplus != tt.surplus {
				t.Errorf("expected %v, %v, %d, got %v, %v, %d", tt.released, tt.counted, tt.surplus, r.Released, r.Counted, r.Surplus)
			}
			if !slices.Equal(tt.open, before) {
				t.Errorf("expected the input as it was, %v, got %v", before, tt.open)
			}
		})
	}
}

func TestWhatTheRulesNeverLeaveIsRefused(t *testing.T) {
	tests := []struct {
		name string
		open []credit.Open

		want error
	}{
		{name: "a voucher without units", open: []credit.Open{{}}, want: credit.ErrOrder},
		{name: "a voucher that is paid", open: []credit.Open{{Units: 2, Counted: 2}}, want: credit.ErrOrder},
		{name: "a newer one with more steps", open: []credit.Open{{Units: 9, Counted: 2}, {Units: 9, Counted: 3}}, want: credit.ErrOrder},
		{name: "one too many", open: slices.Repeat([]credit.Open{{Units: 1}}, credit.Max+1), want: credit.ErrTooMany},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := credit.Count(tt.open, 1); !errors.Is(err, tt.want) {
				t.Errorf("expected %v, got %v", tt.want, err)
			}
			if _, err := credit.Needed(tt.open, 0); !errors.Is(err, tt.want) {
				t.Errorf("expected %v, got %v", tt.want, err)
			}
		})
	}
	for _, place := range []int{-1, 1} {
		if _, err := credit.Needed([]credit.Open{{Units: 1}}, place); !errors.Is(err, credit.ErrOrder) {
			t.Errorf("expected %v, got %v", credit.ErrOrder, err)
		}
	}
}

// walk is a device whose steps are counted by the package, with the slow twin beside it.
type walk struct {
	t        *testing.T
	rng      *rand.Rand
	names    []int
	open     []credit.Open
	slow     *slowDevice
	next     int
	units    map[int]int
	released []int
	surplus  uint64
}

func (w *walk) buy() {
	if len(w.open) == credit.Max {
		return
	}
	units := 1 + w.rng.Intn(12)
	if w.rng.Intn(4) == 0 {
		units = 1 + w.rng.Intn(60)
	}
	w.names, w.open = append(w.names, w.next), append(w.open, credit.Open{Units: uint64(units)})
	w.units[w.next] = units
	w.slow.buy(w.next, units)
	w.next++
}

func (w *walk) reveal(steps int) {
	w.t.Helper()
	// To reveal the steps one by one, or in any two codes, does the same.
	cut := w.rng.Intn(steps + 1)
	open, names := slices.Clone(w.open), slices.Clone(w.names)
	surplus, released := uint64(0), []int(nil)
	for _, part := range []int{cut, steps - cut} {
		r, err := credit.Count(open, uint64(part))
		if err != nil {
			w.t.Fatal(err)
		}
		open, names, released = w.apply(open, names, released, r)
		surplus += r.Surplus
	}
	r, err := credit.Count(w.open, uint64(steps))
	if err != nil {
		w.t.Fatal(err)
	}
	for place := range w.open {
		needed, err := credit.Needed(w.open, place)
		if err != nil || slices.Contains(r.Released, place) != (needed <= uint64(steps)) {
			w.t.Fatalf("%v, place %d: expected it to need up to %d only if it is released, got %d, %v", w.open, place, steps, needed, err)
		}
	}
	var all []int
	w.open, w.names, all = w.apply(w.open, w.names, nil, r)
	if !slices.Equal(w.open, open) || !slices.Equal(w.names, names) || !slices.Equal(all, released) || r.Surplus != surplus {
		w.t.Fatalf("expected %v, %v and %d of two codes, got %v, %v and %d of one", open, released, surplus, w.open, all, r.Surplus)
	}
	w.released = append(w.released, all...)
	w.surplus += r.Surplus
	for range steps {
		w.slow.reveal()
	}
}

// apply returns what is left of the open vouchers, and the names of the released ones after others.
func (w *walk) apply(open []credit.Open, names, released []int, r credit.Result) ([]credit.Open, []int, []int) {
	var leftOpen []credit.Open
	var leftNames []int
	for _, place := range r.Released {
		released = append(released, names[place])
	}
	for place := range open {
		if !slices.Contains(r.Released, place) {
			leftOpen = append(leftOpen, credit.Open{Units: open[place].Units, Counted: r.Counted[place]})
			leftNames = append(leftNames, names[place])
		}
	}
	return leftOpen, leftNames, released
}

func (w *walk) refund() {
	if len(w.open) == 0 {
		return
	}
	place := w.rng.Intn(len(w.open))
	if w.rng.Intn(2) == 0 {
		place = 0
	}
	before := credited(w.open)
	w.slow.refund(w.names[place])
	w.open, w.names = slices.Delete(w.open, place, place+1), slices.Delete(w.names, place, place+1)
	w.surplus += before - credited(w.open)
}

func credited(open []credit.Open) uint64 {
	if len(open) == 0 {
		return 0
	}
	return open[0].Counted
}

func (w *walk) check() {
	w.t.Helper()
	if err := credit.Check(w.open); err != nil {
		w.t.Fatal(err)
	}
	sum := credited(w.open) + w.surplus
	for _, name := range w.released {
		sum += uint64(w.units[name])
	}
	if sum != uint64(w.slow.steps) {
		w.t.Fatalf("expected %d steps released, counted or surplus, got %d", w.slow.steps, sum)
	}
	if !slices.Equal(w.released, w.slow.released) || w.surplus != uint64(w.slow.surplus) {
		w.t.Fatalf("expected %v released and %d surplus, got %v and %d", w.slow.released, w.slow.surplus, w.released, w.surplus)
	}
	for step, times := range w.slow.paid {
		if times != 1 {
			w.t.Fatalf("expected step %d to pay once, got %d times", step, times)
		}
	}
	for i, v := range w.slow.open {
		if w.names[i] != v.name || w.open[i].Counted != uint64(len(v.may)) {
			w.t.Fatalf("expected voucher %d to count %d steps, got voucher %d with %d", v.name, len(v.may), w.names[i], w.open[i].Counted)
		}
	}
}

// Random purchases, steps and refunds: the package counts what the slow twin counts, no step pays twice, and the steps of two
// codes do what those of one do.
func TestRandomWalksCountAsTheSlowTwin(t *testing.T) {
	for seed := range int64(300) {
		w := &walk{t: t, rng: rand.New(rand.NewSource(seed)), slow: newSlowDevice(), units: map[int]int{}}
		for range 60 {
			switch n := w.rng.Intn(10); {
			case n < 4:
				w.buy()
			case n < 9:
				w.reveal(w.rng.Intn(25))
			default:
				w.refund()
			}
			w.check()
		}
		w.reveal(int(credit.Total(w.open)))
		w.check()
		if len(w.open) != 0 {
			t.Fatalf("expected the steps of all units to release all, got %v left", w.open)
		}
	}
}

// The steps of all units release all vouchers, and one step fewer does not.
func TestTotalReleasesAll(t *testing.T) {
	open := []credit.Open{{Units: 30, Counted: 7}, {Units: 4, Counted: 2}, {Units: 500}}
	total := credit.Total(open)
	if total != 527 {
		t.Fatalf("expected 527, got %d", total)
	}
	for steps, want := range map[uint64]int{total: 3, total - 1: 2} {
		r, err := credit.Count(open, steps)
		if err != nil || len(r.Released) != want || r.Surplus != 0 {
			t.Errorf("%d steps: expected %d released, got %v, %d, %v", steps, want, r.Released, r.Surplus, err)
		}
	}
}

func FuzzCount(f *testing.F) {
	f.Add([]byte{5, 0, 3, 200, 8}, uint16(9))
	f.Add([]byte{1, 250, 250}, uint16(500))
	f.Fuzz(func(t *testing.T, units []byte, steps uint16) {
		var open []credit.Open
		slow := newSlowDevice()
		for i, u := range units[:min(len(units), credit.Max)] {
			open = append(open, credit.Open{Units: uint64(u) + 1})
			slow.buy(i, int(u)+1)
		}
		steps %= 2_000
		for range steps {
			slow.reveal()
		}
		r, err := credit.Count(open, uint64(steps))
		if err != nil || !slices.Equal(r.Released, slow.released) || r.Surplus != uint64(slow.surplus) {
			t.Fatalf("expected %v and %d, got %v and %d, %v", slow.released, slow.surplus, r.Released, r.Surplus, err)
		}
	})
}

func BenchmarkCount(b *testing.B) {
	open := slices.Repeat([]credit.Open{{Units: 500}}, credit.Max)
	for b.Loop() {
		if _, err := credit.Count(open, 8_000); err != nil {
			b.Fatal(err)
		}
	}
}
