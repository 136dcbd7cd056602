package netting_test

import (
	"math/big"
	"slices"

	"github.com/utilityd/utilityd/x/energy/netting"
)

// The slow twin settles an epoch at once, in unlimited numbers, as the method in doc.go reads. It knows no prefix, no page
// and no shortcut.

type slowShare struct {
	position                       *big.Int
	supply, demand, weight         *big.Int
	give, take, residual, withheld *big.Int
	charge, credit, left           *big.Int
}

func wide(x uint64) *big.Int      { return new(big.Int).SetUint64(x) }
func wideInt(x int64) *big.Int    { return big.NewInt(x) }
func plus(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }
func less(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }
func mult(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }
func quot(a, b *big.Int) *big.Int { return new(big.Int).Div(a, b) } // rounded down
func lowest(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func slowSum(xs []*big.Int) *big.Int {
	sum := new(big.Int)
	for _, x := range xs {
		sum.Add(sum, x)
	}
	return sum
}

// slowApportion shares total by cumulative rounding; without weights all shares are 0.
func slowApportion(total *big.Int, weights []*big.Int, epoch uint64) []*big.Int {
	shares := make([]*big.Int, len(weights))
	weight := slowSum(weights)
	circle := new(big.Int).Lsh(big.NewInt(1), 64)
	turn := new(big.Int).Mod(mult(wide(epoch), wide(0xE1F3B0407965AAED)), circle)
	offset := quot(mult(weight, turn), circle)

	prefix, before := new(big.Int), new(big.Int)
	for i, w := range weights {
		if weight.Sign() == 0 {
			shares[i] = new(big.Int)
			continue
		}
		prefix = plus(prefix, w)
		cut := quot(plus(mult(total, prefix), offset), weight)
		shares[i] = less(cut, before)
		before = cut
	}
	return shares
}

// slowPercents shares lesser by whole percents of the sum of own, truncated twice.
func slowPercents(lesser *big.Int, own []*big.Int) []*big.Int {
	shares := make([]*big.Int, len(own))
	greater := slowSum(own)
	for i, x := range own {
		shares[i] = new(big.Int)
		if greater.Sign() > 0 {
			percents := quot(mult(x, wide(100)), greater)
			shares[i] = quot(mult(lesser, percents), wide(100))
		}
	}
	return shares
}

// slowInTurn serves each in full until nothing is left.
func slowInTurn(total *big.Int, wants []*big.Int) []*big.Int {
	shares := make([]*big.Int, len(wants))
	left := new(big.Int).Set(total)
	for i, w := range wants {
		shares[i] = lowest(left, w)
		left = less(left, shares[i])
	}
	return shares
}

func slowSettle(terms netting.Terms, epoch uint64, members []netting.Member) []slowShare {
	shares := make([]slowShare, len(members))
	supplies, demands, weights := make([]*big.Int, len(members)), make([]*big.Int, len(members)), make([]*big.Int, len(members))
	for i, m := range members {
		s := &shares[i]
		highest := wide(netting.MaxEnergy)
		carried := wideInt(m.CarriedWh)
		if carried.CmpAbs(highest) > 0 {
			carried = mult(highest, wideInt(int64(carried.Sign())))
		}
		s.position = plus(less(lowest(wide(m.ExportWh), highest), lowest(wide(m.ImportWh), highest)), carried)
		s.supply, s.demand, s.weight = new(big.Int), new(big.Int), wide(m.Weight)
		switch {
		case s.position.Sign() > 0 && m.NonRenewableWh == 0:
			s.supply = s.position
		case s.position.Sign() < 0:
			s.demand = new(big.Int).Neg(s.position)
			if terms.Price > 0 {
				s.demand = lowest(s.demand, quot(mult(wide(m.Prepaid), wide(1000)), wide(terms.Price)))
			}
		}
		s.withheld = less(new(big.Int).Abs(s.position), plus(s.supply, s.demand))
		supplies[i], demands[i], weights[i] = s.supply, s.demand, s.weight
	}

	gives, takes := slowMatch(terms, epoch, supplies, demands, weights)
	collected := new(big.Int)
	for i, m := range members {
		s := &shares[i]
		s.give, s.take = gives[i], takes[i]
		s.residual = plus(less(s.position, s.give), s.take)
		owed := plus(mult(s.take, wide(terms.Price)), wide(m.CarryMilli))
		s.charge = quot(owed, wide(1000))
		s.left = less(owed, mult(s.charge, wide(1000)))
		collected = plus(collected, s.charge)
	}
	for i, credit := range slowApportion(collected, gives, epoch) {
		shares[i].credit = credit
	}
	return shares
}

// slowParts shares supply among weights; what they lack of total is the weight of one more member, the last, whose part is
// not taken.
func slowParts(supply *big.Int, weights []*big.Int, total, epoch uint64) []*big.Int {
	if slowSum(weights).Sign() == 0 {
		return slowApportion(supply, weights, epoch)
	}
	lack := less(wide(total), slowSum(weights))
	if lack.Sign() < 0 {
		lack = new(big.Int)
	}
	return slowApportion(supply, append(slices.Clone(weights), lack), epoch)[:len(weights)]
}

func slowMatch(terms netting.Terms, epoch uint64, supplies, demands, weights []*big.Int) (gives, takes []*big.Int) {
	supply, demand := slowSum(supplies), slowSum(demands)
	switch terms.Key {
	case netting.Dynamic:
		netted := lowest(supply, demand)
		return slowApportion(netted, supplies, epoch), slowApportion(netted, demands, epoch)
	case netting.Static:
		takes = slowParts(supply, weights, terms.StaticTotal, epoch)
		for i := range takes {
			takes[i] = lowest(takes[i], demands[i])
		}
		return slowApportion(slowSum(takes), supplies, epoch), takes
	default:
		if supply.Cmp(demand) >= 0 {
			gives = slowPercents(demand, supplies)
			return gives, slowInTurn(slowSum(gives), demands)
		}
		takes = slowPercents(supply, demands)
		return slowInTurn(slowSum(takes), supplies), takes
	}
}

// slowDeeds compares every giver with every taker.
func slowDeeds(gives, takes []uint64) []netting.Deed {
	var deeds []netting.Deed
	given := new(big.Int)
	for i, give := range gives {
		end := plus(given, wide(give))
		taken := new(big.Int)
		for j, take := range takes {
			stop := plus(taken, wide(take))
			from := given
			if taken.Cmp(from) > 0 {
				from = taken
			}
			if wh := less(lowest(end, stop), from); wh.Sign() > 0 {
				deeds = append(deeds, netting.Deed{Giver: i, Taker: j, Wh: wh.Uint64()})
			}
			taken = stop
		}
		given = end
	}
	return deeds
}
