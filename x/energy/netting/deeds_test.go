package netting_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
)

func TestDeeds(t *testing.T) {
	tests := []struct {
		name         string
		gives, takes []uint64

		want    []netting.Deed
		wantErr error
	}{
		{
			name: "nothing given, no deeds",
		},
		{
			name:  "who gives or takes nothing is in no deed",
			gives: []uint64{0, 5, 0}, takes: []uint64{0, 0, 5, 0},

			want: []netting.Deed{{Giver: 1, Taker: 2, Wh: 5}},
		},
		{
			name:  "first in, first served",
			gives: []uint64{3, 4}, takes: []uint64{5, 2},

			want: []netting.Deed{{Giver: 0, Taker: 0, Wh: 3}, {Giver: 1, Taker: 0, Wh: 2}, {Giver: 1, Taker: 1, Wh: 2}},
		},
		{
			name:  "one giver of all there can be",
			gives: []uint64{math.MaxUint64}, takes: []uint64{math.MaxUint64 - 1, 1},

			want: []netting.Deed{{Giver: 0, Taker: 0, Wh: math.MaxUint64 - 1}, {Giver: 0, Taker: 1, Wh: 1}},
		},
		{
			name:  "more given than taken is refused",
			gives: []uint64{3, 4}, takes: []uint64{5, 1},

			wantErr: netting.ErrSum,
		},
		{
			name:  "more taken than given is refused",
			gives: []uint64{3}, takes: []uint64{5, 1},

			wantErr: netting.ErrSum,
		},
		{
			name:  "gives beyond 64 bits are refused",
			gives: []uint64{math.MaxUint64, 1}, takes: []uint64{0},

			wantErr: netting.ErrTooMuch,
		},
		{
			name:  "takes beyond 64 bits are refused",
			gives: []uint64{0}, takes: []uint64{math.MaxUint64, 1},

			wantErr: netting.ErrTooMuch,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := netting.Deeds(tt.gives, tt.takes)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("expected %v, got %v", tt.want, got)
			}
		})
	}
}

// For one member: its range and the pages of the other side give the same deeds, whatever the pages.
func TestDeedsOfOneMember(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		cuts := rapid.SliceOf(rapid.IntRange(0, len(c.members))).Draw(t, "cuts")
		slices.Sort(cuts)
		l := settlePaged(t, c, cuts)
		give, take := gives(l.result.Shares), takes(l.result.Shares)
		deeds, err := netting.Deeds(give, take)
		if err != nil {
			t.Fatal(err)
		}

		var ofGivers, ofTakers []netting.Deed
		var given, taken uint64
		for i := range c.members {
			for _, part := range l.parts(cuts, netting.Range{From: given, To: given + give[i]}, take, takenBefore) {
				ofGivers = append(ofGivers, netting.Deed{Giver: i, Taker: part.Index, Wh: part.Wh})
			}
			for _, part := range l.parts(cuts, netting.Range{From: taken, To: taken + take[i]}, give, givenBefore) {
				ofTakers = append(ofTakers, netting.Deed{Giver: part.Index, Taker: i, Wh: part.Wh})
			}
			given, taken = given+give[i], taken+take[i]
		}
		if !slices.Equal(ofGivers, deeds) {
			t.Fatalf("expected the givers to have %v, got %v", deeds, ofGivers)
		}
		if !slices.Equal(ofTakers, deeds) {
			t.Fatalf("expected the takers to have %v, got %v", deeds, ofTakers)
		}
	})
}

func takenBefore(p netting.Prefix) uint64 { return p.Taken }
func givenBefore(p netting.Prefix) uint64 { return p.Given }

// parts collects the parts of a range page by page; their indexes are made those of the members.
func (l *ledger) parts(cuts []int, own netting.Range, shares []uint64, before func(netting.Prefix) uint64) []netting.Part {
	var all []netting.Part
	from := 0
	for page, to := range append(slices.Clone(cuts), len(shares)) {
		known := len(all)
		all = own.Parts(all, before(l.prefixes[page]), shares[from:to])
		for i := range all[known:] {
			all[known+i].Index += from
		}
		from = to
	}
	return all
}

func TestOverlap(t *testing.T) {
	tests := []struct {
		name string
		a, b netting.Range

		want uint64
	}{
		{name: "one within the other", a: netting.Range{From: 0, To: 10}, b: netting.Range{From: 3, To: 5}, want: 2},
		{name: "one after the other", a: netting.Range{From: 0, To: 3}, b: netting.Range{From: 3, To: 5}, want: 0},
		{name: "far apart", a: netting.Range{From: 0, To: 1}, b: netting.Range{From: 8, To: 9}, want: 0},
		{name: "an empty one", a: netting.Range{From: 4, To: 4}, b: netting.Range{From: 3, To: 5}, want: 0},
		{name: "the same", a: netting.Range{To: math.MaxUint64}, b: netting.Range{To: math.MaxUint64}, want: math.MaxUint64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, back := tt.a.Overlap(tt.b), tt.b.Overlap(tt.a); got != tt.want || back != tt.want {
				t.Errorf("expected %d both ways, got %d and %d", tt.want, got, back)
			}
		})
	}
}
