package netting_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
)

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// epochCase is everything that decides a settlement.
type epochCase struct {
	key     netting.Key
	epoch   uint64
	price   uint64
	total   uint64 // of the static weights, if it is more than their sum
	members []netting.Member
}

func (c epochCase) terms() netting.Terms {
	return netting.Terms{Key: c.key, Price: c.price, StaticTotal: c.total}
}

// settled settles a case, which must be possible.
func (c epochCase) settled(t fataller) netting.Result {
	t.Helper()
	got, err := netting.Settle(c.terms(), c.epoch, c.members)
	if err != nil {
		t.Fatalf("%+v: expected a settlement, got %v", c, err)
	}
	return got
}

// holds checks every promise about one epoch, and the slow twin.
func holds(t fataller, c epochCase) {
	t.Helper()
	got := c.settled(t)
	agrees(t, c, got)

	var given, taken, charged, credited, leftSupply, leftDemand uint64
	for i, s := range got.Shares {
		given, taken = given+s.Give, taken+s.Take
		charged, credited = charged+s.Charge, credited+s.Credit
		leftSupply, leftDemand = leftSupply+s.Supply-s.Give, leftDemand+s.Demand-s.Take

		m := c.members[i]
		position := netting.Position(m.ImportWh, m.ExportWh, m.CarriedWh)
		if grew := s.Residual > 0 && s.Residual > position || s.Residual < 0 && s.Residual < position; grew {
			t.Fatalf("%+v: expected the residual of member %d between 0 and %d, got %d", c, i, position, s.Residual)
		}
		if c.price > 0 && s.Charge > m.Prepaid {
			t.Fatalf("%+v: expected member %d to pay at most %d, got %d", c, i, m.Prepaid, s.Charge)
		}
		if s.Give > s.Supply || s.Take > s.Demand || s.Give > 0 && s.Take > 0 {
			t.Fatalf("%+v: expected member %d to give or take within %+v, got %d and %d", c, i, s.Side, s.Give, s.Take)
		}
		if s.Give == 0 && s.Credit > 0 || s.Take == 0 && s.Charge > 0 {
			t.Fatalf("%+v: expected no money without energy for member %d, got %+v", c, i, s)
		}
	}
	if given != got.Netted || taken != got.Netted {
		t.Fatalf("%+v: expected %d Wh given and taken, got %d and %d", c, got.Netted, given, taken)
	}
	if charged != got.Collected || credited != got.Collected {
		t.Fatalf("%+v: expected %d charged and credited, got %d and %d", c, got.Collected, charged, credited)
	}
	if c.key == netting.Dynamic && leftSupply > 0 && leftDemand > 0 {
		t.Fatalf("%+v: expected one side to end at 0, got %d and %d left", c, leftSupply, leftDemand)
	}
	dealt(t, c, got)
}

// agrees compares a result with the slow twin's.
func agrees(t fataller, c epochCase, got netting.Result) {
	t.Helper()
	for i, want := range slowSettle(c.terms(), c.epoch, c.members) {
		s := got.Shares[i]
		for _, x := range []struct {
			name string
			want *big.Int
			got  uint64
		}{
			{"supply", want.supply, s.Supply},
			{"demand", want.demand, s.Demand},
			{"weight", want.weight, s.Weight},
			{"withheld", want.withheld, s.Withheld},
			{"give", want.give, s.Give},
			{"take", want.take, s.Take},
			{"charge", want.charge, s.Charge},
			{"credit", want.credit, s.Credit},
			{"left", want.left, s.LeftMilli},
		} {
			if wide(x.got).Cmp(x.want) != 0 {
				t.Fatalf("%+v: expected %s of member %d to be %s, got %d", c, x.name, i, x.want, x.got)
			}
		}
		if wideInt(s.Residual).Cmp(want.residual) != 0 {
			t.Fatalf("%+v: expected residual %s of member %d, got %d", c, want.residual, i, s.Residual)
		}
	}
}

// dealt checks that the deeds are those of the slow twin and add up for every member.
func dealt(t fataller, c epochCase, got netting.Result) {
	t.Helper()
	give, take := gives(got.Shares), takes(got.Shares)
	deeds, err := netting.Deeds(give, take)
	if err != nil {
		t.Fatalf("%+v: expected deeds, got %v", c, err)
	}
	if want := slowDeeds(give, take); !slices.Equal(deeds, want) {
		t.Fatalf("%+v: expected deeds %v, got %v", c, want, deeds)
	}
	for _, d := range deeds {
		give[d.Giver] -= d.Wh
		take[d.Taker] -= d.Wh
	}
	for i := range give {
		if give[i] != 0 || take[i] != 0 {
			t.Fatalf("%+v: expected deeds that add up for member %d, %d and %d Wh are missing", c, i, give[i], take[i])
		}
	}
}

// drawMember draws members with everything; many are small, so that ties and zeros occur, some are the greatest.
func drawMember(t *rapid.T) netting.Member {
	amount := rapid.OneOf(
		rapid.Just[uint64](0), rapid.Uint64Range(0, 5), rapid.Uint64Range(0, 3000),
		rapid.Uint64Range(0, netting.MaxEnergy), rapid.Just[uint64](netting.MaxEnergy),
	)
	return netting.Member{
		ImportWh:       amount.Draw(t, "import"),
		ExportWh:       amount.Draw(t, "export"),
		CarriedWh:      rapid.OneOf(rapid.Just[int64](0), rapid.Int64Range(-9, 9), rapid.Int64Range(-netting.MaxEnergy, netting.MaxEnergy)).Draw(t, "carried"),
		NonRenewableWh: rapid.SampledFrom([]uint64{0, 0, 0, 1}).Draw(t, "non-renewable"),
		Weight:         rapid.OneOf(rapid.Uint64Range(0, 3), rapid.Uint64Range(0, netting.MaxWeight)).Draw(t, "weight"),
		Prepaid:        rapid.OneOf(rapid.Uint64Range(0, 1000), rapid.Uint64Range(0, 1<<57)).Draw(t, "prepaid"),
		CarryMilli:     rapid.Uint64Range(0, 999).Draw(t, "milli"),
	}
}

func drawCase(t *rapid.T) epochCase {
	return epochCase{
		key:     netting.Key(rapid.IntRange(1, 3).Draw(t, "key")),
		epoch:   rapid.OneOf(rapid.Uint64Range(0, 3), rapid.Uint64()).Draw(t, "epoch"),
		price:   rapid.OneOf(rapid.Just[uint64](0), rapid.Uint64Range(1, 2000), rapid.Uint64Range(1, math.MaxUint64)).Draw(t, "price"),
		total:   rapid.OneOf(rapid.Just[uint64](0), rapid.Uint64Range(0, 50), rapid.Uint64()).Draw(t, "total"),
		members: rapid.SliceOfN(rapid.Custom(drawMember), 0, 24).Draw(t, "members"),
	}
}

func TestHoldsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { holds(t, drawCase(t)) })
}

// Over epochs no member gains: with the same reports in many epochs in a row each gives its exact part, to a few Wh in all.
func TestOverEpochsNobodyGains(t *testing.T) {
	const epochs, start = 10_000, 1_900_000
	members := at(5, 3, 11, 7, -4, -6, -3)
	sums := make([]uint64, len(members))
	var netted uint64
	for n := range uint64(epochs) {
		got := epochCase{key: netting.Dynamic, epoch: start + n, members: members}.settled(t)
		netted = got.Netted
		for i, s := range got.Shares {
			sums[i] += s.Give
		}
	}
	for i, m := range members {
		quota := epochs * netted * m.ExportWh / 26
		if diff := int64(sums[i]) - int64(quota); diff < -10 || diff > 10 {
			t.Errorf("expected member %d to give %d Wh in %d epochs, got %d", i, quota, epochs, sums[i])
		}
	}
}
