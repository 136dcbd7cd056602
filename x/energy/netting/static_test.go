package netting_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
)

// With STATIC what a household gets is fixed by the weights of all members: a roof of 1,000 Wh, a household that needs 800 and
// half of the weights, and others, who cannot change what it takes. Epoch 0, whose offset is 0.
func TestStaticParts(t *testing.T) {
	roof, home := netting.Member{ExportWh: 1000}, netting.Member{ImportWh: 800, Weight: 1}
	tests := []struct {
		name    string
		total   uint64
		price   uint64
		members []netting.Member

		wantGive, wantTake []uint64
	}{
		{
			name:    "another member that needs nothing keeps its part",
			members: []netting.Member{roof, home, {Weight: 1}},

			wantGive: []uint64{500, 0, 0}, wantTake: []uint64{0, 500, 0},
		},
		{
			name:    "another member that needs 1 Wh takes that of its part",
			members: []netting.Member{roof, home, {ImportWh: 1, Weight: 1}},

			wantGive: []uint64{501, 0, 0}, wantTake: []uint64{0, 500, 1},
		},
		{
			name:    "another member that needs as much takes as much",
			members: []netting.Member{roof, home, home},

			wantGive: []uint64{1000, 0, 0}, wantTake: []uint64{0, 500, 500},
		},
		{
			name:    "a member with a surplus of its own keeps its part",
			members: []netting.Member{{ExportWh: 900}, home, {ExportWh: 100, Weight: 1}},

			wantGive: []uint64{450, 0, 50}, wantTake: []uint64{0, 500, 0},
		},
		{
			name:    "a member with an empty wallet keeps its part",
			price:   250,
			members: []netting.Member{roof, {ImportWh: 800, Weight: 1, Prepaid: 1000}, {ImportWh: 800, Weight: 1}},

			wantGive: []uint64{500, 0, 0}, wantTake: []uint64{0, 500, 0},
		},
		{
			name:    "a member without a weight takes nothing",
			members: []netting.Member{roof, home, {ImportWh: 800}},

			wantGive: []uint64{800, 0, 0}, wantTake: []uint64{0, 800, 0},
		},
		{
			name:    "coefficients of a quarter and a half leave a quarter to the grid",
			total:   4,
			members: []netting.Member{roof, home, {ImportWh: 800, Weight: 2}},

			wantGive: []uint64{750, 0, 0}, wantTake: []uint64{0, 250, 500},
		},
		{
			name:    "a coefficient of a third is rounded down at offset 0, and the grid has the rest",
			total:   3,
			members: []netting.Member{roof, home, {Weight: 1}},

			wantGive: []uint64{333, 0, 0}, wantTake: []uint64{0, 333, 0},
		},
		{
			name:    "a total below the sum of the weights counts as their sum",
			total:   1,
			members: []netting.Member{roof, home, home},

			wantGive: []uint64{1000, 0, 0}, wantTake: []uint64{0, 500, 500},
		},
		{
			name:    "a total without any weight shares nothing",
			total:   7,
			members: []netting.Member{roof, {ImportWh: 800}},

			wantGive: []uint64{0, 0}, wantTake: []uint64{0, 0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := epochCase{key: netting.Static, total: tt.total, price: tt.price, members: tt.members}
			holds(t, c)
			got := c.settled(t)
			if give, take := gives(got.Shares), takes(got.Shares); !slices.Equal(give, tt.wantGive) || !slices.Equal(take, tt.wantTake) {
				t.Errorf("expected %d given and %d taken, got %d and %d", tt.wantGive, tt.wantTake, give, take)
			}
		})
	}
}

// Whatever one member needs or can pay, as long as it supplies nothing, no other member takes more or less.
func TestNoTakeDependsOnTheNeedOfAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		c.key = netting.Static
		c.members = append(c.members, netting.Member{ImportWh: 1, Weight: rapid.Uint64Range(0, 9).Draw(t, "weight of the changed")})
		changed := rapid.IntRange(0, len(c.members)-1).Draw(t, "place")
		last := len(c.members) - 1
		c.members[changed], c.members[last] = c.members[last], c.members[changed]
		other := c
		other.members = slices.Clone(c.members)
		m := &other.members[changed]
		m.ImportWh = rapid.Uint64Range(0, netting.MaxEnergy).Draw(t, "need")
		m.CarriedWh = rapid.Int64Range(-9, 0).Draw(t, "carried")
		m.Prepaid = rapid.Uint64Range(0, 1000).Draw(t, "prepaid")

		first, second := c.settled(t), other.settled(t)
		for i := range c.members {
			if i != changed && first.Shares[i].Take != second.Shares[i].Take {
				t.Fatalf("%+v: expected member %d to take %d Wh whatever member %d needs, got %d",
					c, i, first.Shares[i].Take, changed, second.Shares[i].Take)
			}
		}
	})
}

// Parts of members that need more than there is: each is the floor or the ceiling of its coefficient of the supply. With no
// fixed total they sum to the supply.
func TestPartsAreCoefficientsOfTheSupply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		supply := rapid.OneOf(rapid.Uint64Range(0, 20), rapid.Uint64Range(0, netting.MaxEnergy)).Draw(t, "supply")
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Uint64Range(0, 4), rapid.Uint64Range(0, 1<<32-1)), 1, 12).Draw(t, "weights")
		c := epochCase{
			key: netting.Static, epoch: rapid.Uint64().Draw(t, "epoch"), members: []netting.Member{{ExportWh: supply}},
			total: rapid.OneOf(rapid.Just[uint64](0), rapid.Uint64Range(0, 99), rapid.Uint64Range(0, 1<<55)).Draw(t, "total"),
		}
		var sum uint64
		for _, w := range weights {
			sum += w
			c.members = append(c.members, netting.Member{ImportWh: netting.MaxEnergy, Weight: w})
		}
		got := c.settled(t)
		whole := max(sum, c.total)
		for i, w := range weights {
			if whole == 0 {
				break
			}
			quota, rest := quotRem(supply, w, whole)
			part := got.Shares[i+1].Take
			if highest := quota + min(rest, 1); part < quota || part > highest {
				t.Fatalf("%+v: expected member %d to have %d to %d Wh, got %d", c, i+1, quota, highest, part)
			}
		}
		if c.total <= sum && sum > 0 && got.Netted != supply {
			t.Fatalf("%+v: expected parts that sum to %d Wh, got %d", c, supply, got.Netted)
		}
	})
}

// quotRem returns a·b/c, rounded down, and the remainder.
func quotRem(a, b, c uint64) (quotient, remainder uint64) {
	product := mult(wide(a), wide(b))
	q := quot(product, wide(c))
	return q.Uint64(), less(product, mult(q, wide(c))).Uint64()
}

// With a fixed total, over epochs each has its coefficient of the supply: what no epoch can divide evenly is not lost to it.
func TestOverEpochsEachHasItsCoefficient(t *testing.T) {
	const epochs, start, supply, total = 10_000, 1_900_000, 100, 7
	members := []netting.Member{{ExportWh: supply}, {ImportWh: 900, Weight: 1}, {}, {ImportWh: 900, Weight: 3}}
	sums := make([]uint64, len(members))
	for n := range uint64(epochs) {
		got := epochCase{key: netting.Static, epoch: start + n, total: total, members: members}.settled(t)
		for i, s := range got.Shares {
			sums[i] += s.Take
		}
	}
	for i, m := range members {
		quota := epochs * supply * m.Weight / total
		if diff := int64(sums[i]) - int64(quota); diff < -10 || diff > 10 {
			t.Errorf("expected member %d to take %d Wh in %d epochs, got %d", i, quota, epochs, sums[i])
		}
	}
}
