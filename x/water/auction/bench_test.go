//go:build unix

package auction_test

import (
	"math/rand/v2"
	"syscall"
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

// cpu returns the processor time of this process so far, ns: unlike the wall clock it does not tick for the neighbours.
func cpu(b *testing.B) float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

// million returns a book of a million orders, whose limits are spread over all levels, and one of its buyers.
func million() (auction.Book, auction.Order) {
	rand := rand.New(rand.NewPCG(1, 2))
	var litres [3][auction.MaxLevel + 1]auction.Litres
	var buyer auction.Order
	for i := range 1_000_000 {
		o := auction.Order{
			Side:   auction.Side(1 + i%2),
			Limit:  1 + auction.Level(rand.Uint64N(uint64(auction.MaxLevel))),
			Litres: 1 + auction.Litres(rand.Uint64N(1_000)),
		}
		o.Before = litres[o.Side][o.Limit]
		litres[o.Side][o.Limit] += o.Litres
		if o.Side == auction.Buy && o.Limit > 6_000 {
			buyer = o
		}
	}
	var b auction.Book
	for l := auction.Level(1); l <= auction.MaxLevel; l++ {
		b.Buys = append(b.Buys, auction.Step{Level: l, Litres: litres[auction.Buy][l]})
		b.Sells = append(b.Sells, auction.Step{Level: l, Litres: litres[auction.Sell][l]})
	}
	return b, buyer
}

// BenchmarkClear reports the processor time of clearing a book that uses every level: that of the greatest book.
func BenchmarkClear(b *testing.B) {
	book, _ := million()
	start := cpu(b)
	for b.Loop() {
		r, err := auction.Clear(book, 500)
		if err != nil || r.Volume == 0 {
			b.Fatal(r, err)
		}
		r.Bases(auction.Buy, book.Buys)
	}
	b.ReportMetric((cpu(b)-start)/float64(b.N)/1000, "cpu-µs/op")
}

// BenchmarkFill reports the time of the deal of an order.
func BenchmarkFill(b *testing.B) {
	book, o := million()
	r, err := auction.Clear(book, 500)
	if err != nil {
		b.Fatal(err)
	}
	base := r.Bases(auction.Buy, book.Buys)[o.Limit-1]
	for b.Loop() {
		if _, err := r.Fill(o, base, 7); err != nil {
			b.Fatal(err)
		}
	}
}
