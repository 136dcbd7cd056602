package pricing_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

var sink uint64

func BenchmarkChange(b *testing.B) {
	tally, err := pricing.Tally{}.Vote(20, pricing.TotalShares)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	from, to := pricing.Price(20), pricing.Price(30)
	for b.Loop() {
		if tally, err = tally.Change(from, to, 100); err != nil {
			b.Fatal(err)
		}
		from, to = to, from
	}
	price, _ := tally.Price()
	sink += uint64(price)
}

func BenchmarkPurchase(b *testing.B) {
	tally := pricing.Tally{Sum: 260_000, Shares: pricing.TotalShares}
	b.ReportAllocs()
	for b.Loop() {
		price, _ := tally.Price()
		cost, err := pricing.Purchase(price, 7, 30)
		if err != nil {
			b.Fatal(err)
		}
		_, owners, err := pricing.Split(cost, 500)
		if err != nil {
			b.Fatal(err)
		}
		sink += owners
	}
}
