package pricing_test

import (
	"math/big"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

// ballot is what an owner has voted for, and by how many shares.
type ballot struct {
	owner  int
	price  pricing.Price
	shares uint64
}

// ballots are the slow twin of a tally: all votes, summed on each query, in numbers of any length.
type ballots []ballot

func (b ballots) sums() (sum, shares *big.Int) {
	sum, shares = new(big.Int), new(big.Int)
	for _, vote := range b {
		sum.Add(sum, new(big.Int).Mul(wide(uint64(vote.price)), wide(vote.shares)))
		shares.Add(shares, wide(vote.shares))
	}
	return sum, shares
}

func (b ballots) price() (pricing.Price, bool) {
	sum, shares := b.sums()
	if shares.Sign() == 0 {
		return 0, false
	}
	return pricing.Price(new(big.Int).Quo(sum, shares).Uint64()), true
}

type fataller interface {
	Helper()
	Fatalf(format string, args ...any)
}

// agrees holds a tally against its slow twin.
func (b ballots) agrees(t fataller, tally pricing.Tally) {
	t.Helper()
	sum, shares := b.sums()
	if wide(tally.Sum).Cmp(sum) != 0 || wide(tally.Shares).Cmp(shares) != 0 {
		t.Fatalf("%v: expected a sum of %d and %d shares, got %+v", b, sum, shares, tally)
	}
	if err := tally.Check(); err != nil {
		t.Fatalf("%v: %v", b, err)
	}
	price, voted := tally.Price()
	if wantPrice, wantVoted := b.price(); price != wantPrice || voted != wantVoted {
		t.Fatalf("%v: expected the price %d, %t, got %d, %t", b, wantPrice, wantVoted, price, voted)
	}
	if !voted {
		return
	}
	lowest, greatest := pricing.MaxPrice, pricing.Price(0)
	for _, vote := range b {
		if vote.shares > 0 {
			lowest, greatest = min(lowest, vote.price), max(greatest, vote.price)
		}
	}
	if price < lowest || price > greatest {
		t.Fatalf("%v: expected a price from %d to %d, got %d", b, lowest, greatest, price)
	}
}

// slowShare counts up what 10,000 shares bring in until it pays for the cost; costs are small.
func slowShare(cost uint64) (price, surplus uint64) {
	for price*10_000 < cost {
		price++
	}
	return price, price*10_000 - cost
}

// slowPart is floor(amount·bps/10,000) in numbers of any length.
func slowPart(amount, bps uint64) uint64 {
	product := new(big.Int).Mul(wide(amount), wide(bps))
	return product.Quo(product, wide(10_000)).Uint64()
}

func wide(x uint64) *big.Int { return new(big.Int).SetUint64(x) }

// number draws small and great numbers alike.
var number = rapid.Custom(func(t *rapid.T) uint64 {
	return rapid.Uint64().Draw(t, "any") >> rapid.IntRange(0, 63).Draw(t, "shift")
})
