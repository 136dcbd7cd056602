package netting_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
)

func apart(a, b uint64) uint64 { return max(a, b) - min(a, b) }

// Another order of the same members gives each what it had, up to the ties that doc.go states.
func TestPermutingMembersPermutesResults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		order := make([]int, len(c.members))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		other := c
		other.members = make([]netting.Member, len(order))
		for i, k := range order {
			other.members[i] = c.members[k]
		}

		first, second := c.settled(t), other.settled(t)
		if first.Totals != second.Totals {
			t.Fatalf("expected totals %+v, got %+v", first.Totals, second.Totals)
		}
		consumers := uint64(0)
		for _, s := range first.Shares {
			if s.Demand > 0 {
				consumers++
			}
		}
		if moved := apart(first.Netted, second.Netted); moved > 0 && (c.key != netting.Static || moved > consumers) {
			t.Fatalf("expected %d Wh netted, got %d", first.Netted, second.Netted)
		}
		for i, k := range order {
			a, b := first.Shares[k], second.Shares[i]
			if a.Side != b.Side || a.Withheld != b.Withheld {
				t.Fatalf("expected the side of member %d to be %+v, got %+v", k, a, b)
			}
			give, take := apart(a.Give, b.Give), apart(a.Take, b.Take)
			switch c.key {
			case netting.Dynamic:
				if give > 1 || take > 1 {
					t.Fatalf("expected member %d to give %d and take %d, to 1 Wh, got %d and %d", k, a.Give, a.Take, b.Give, b.Take)
				}
			case netting.Static:
				if take > 1 || give > apart(first.Netted, second.Netted)+1 {
					t.Fatalf("expected member %d to give %d and take %d, to 1 Wh, got %d and %d", k, a.Give, a.Take, b.Give, b.Take)
				}
			case netting.Percent:
				supplyIsGreater := first.Totals.Supply >= first.Totals.Demand
				if supplyIsGreater && give > 0 || !supplyIsGreater && take > 0 {
					t.Fatalf("expected member %d to give %d and take %d, got %d and %d", k, a.Give, a.Take, b.Give, b.Take)
				}
			}
		}
		firstInFirstServed(t, c.key, second)
	})
}

// firstInFirstServed: with PERCENT, on the lesser side all before one are served in full and all after it not at all.
func firstInFirstServed(t fataller, key netting.Key, r netting.Result) {
	t.Helper()
	if key != netting.Percent {
		return
	}
	served := true
	for i, s := range r.Shares {
		want, got := s.Demand, s.Take
		if r.Totals.Supply < r.Totals.Demand {
			want, got = s.Supply, s.Give
		}
		if !served && got > 0 {
			t.Fatalf("expected nothing for member %d after one who was cut short, got %d Wh", i, got)
		}
		served = served && got == want
	}
}

// Each row shows that a property one might wish for does not hold.
func TestWhatDoesNotHold(t *testing.T) {
	tests := []struct {
		name      string
		key       netting.Key
		epoch     uint64
		positions []int64
		weights   []uint64

		want []int64
	}{
		{
			name:      "two equal members may be 1 Wh apart",
			key:       netting.Dynamic,
			positions: []int64{2, 2, -3},

			want: []int64{1, 0, 0},
		},
		{
			name:      "and the other one has it in another epoch",
			key:       netting.Dynamic,
			epoch:     1,
			positions: []int64{2, 2, -3},

			want: []int64{0, 1, 0},
		},
		{
			name:      "STATIC may leave both a surplus and a deficit",
			key:       netting.Static,
			positions: []int64{100, -10, -90},
			weights:   []uint64{0, 1, 1},

			want: []int64{40, 0, -40},
		},
		{
			name:      "PERCENT serves who comes first",
			key:       netting.Percent,
			positions: []int64{2, 2, 2, -10, -10, -10},

			want: []int64{0, 1, 2, -9, -9, -9},
		},
		{
			name:      "PERCENT loses what whole percents do not reach",
			key:       netting.Percent,
			positions: []int64{10, 10, 10, -100, -100, -100},

			want: []int64{0, 0, 3, -91, -91, -91},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			members := at(tt.positions...)
			for i, w := range tt.weights {
				members[i].Weight = w
			}
			got := epochCase{key: tt.key, epoch: tt.epoch, members: members}.settled(t)
			if r := residuals(got.Shares); !slices.Equal(r, tt.want) {
				t.Errorf("expected %d, got %d", tt.want, r)
			}
		})
	}
}

// More than a hundred equal members are each under one percent: PERCENT nets nothing at all, DYNAMIC everything.
func TestPercentNetsNothingInALargeCommunity(t *testing.T) {
	positions := make([]int64, 202)
	for i := range positions {
		positions[i] = 1000
		if i%2 == 1 {
			positions[i] = -1000
		}
	}
	if got := (epochCase{key: netting.Percent, members: at(positions...)}).settled(t); got.Netted != 0 {
		t.Errorf("expected PERCENT to net nothing, got %d Wh", got.Netted)
	}
	if got := (epochCase{key: netting.Dynamic, members: at(positions...)}).settled(t); got.Netted != 101_000 {
		t.Errorf("expected DYNAMIC to net 101000 Wh, got %d", got.Netted)
	}
}
