package auction_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/water/auction"
)

// Three buyers and two sellers: the example of the package.
func Example() {
	book := auction.Book{
		Buys:  []auction.Step{{Level: 8, Litres: 30}, {Level: 10, Litres: 30}, {Level: 12, Litres: 40}},
		Sells: []auction.Step{{Level: 6, Litres: 50}, {Level: 9, Litres: 30}},
	}
	r, err := auction.Clear(book, 8)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Volume, "litres at", r.Price.Price(), "each,", r.Value, "in all; the reference decides from", r.Low.Price(), "to", r.High.Price())

	show := func(side auction.Side, steps []auction.Step) {
		bases := r.Bases(side, steps)
		for i, s := range steps { // here each level has one order
			d, err := r.Fill(auction.Order{Side: side, Limit: s.Level, Litres: s.Litres}, bases[i], 1)
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Printf("%s at %d: %d of %d litres for %d, %d back\n", side, s.Level.Price(), d.Filled, s.Litres, d.Value, d.Back)
		}
	}
	show(auction.Buy, book.Buys)
	show(auction.Sell, book.Sells)
	// Output:
	// 70 litres at 9 each, 630 in all; the reference decides from 9 to 10
	// buy at 8: 0 of 30 litres for 0, 240 back
	// buy at 10: 30 of 30 litres for 270, 30 back
	// buy at 12: 40 of 40 litres for 360, 120 back
	// sell at 6: 44 of 50 litres for 396, 0 back
	// sell at 9: 26 of 30 litres for 234, 0 back
}

// A limit is a price of at most three significant digits.
func ExampleLevelOf() {
	for _, p := range []auction.Price{250, 1_230, 1_234} {
		fmt.Println(p, auction.LevelOf(p) != 0, auction.Floor(p).Price(), auction.Ceil(p).Price())
	}
	// Output:
	// 250 true 250 250
	// 1230 true 1230 1230
	// 1234 false 1230 1240
}
