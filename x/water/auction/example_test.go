package auction_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/water/auction"
)

// Three buyers and two sellers without a reference: the example of the package.
func Example() {
	orders := []auction.Order{
		{Side: auction.Buy, Limit: 12, Litres: 40},
		{Side: auction.Buy, Limit: 10, Litres: 30},
		{Side: auction.Buy, Limit: 8, Litres: 30},
		{Side: auction.Sell, Limit: 6, Litres: 50},
		{Side: auction.Sell, Limit: 9, Litres: 30},
	}
	result, err := auction.Clear(orders, 0, 1)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println(result.Volume, "litres at", result.Price, "each,", result.Value, "in all")
	for i, d := range result.Deals {
		fmt.Printf("order %d: %d litres for %d, %d back; %d litres left, %d held\n",
			i+1, d.Filled, d.Value, d.Surplus, d.Rest, d.Held)
	}
	// Output:
	// 70 litres at 9 each, 630 in all
	// order 1: 40 litres for 360, 120 back; 0 litres left, 0 held
	// order 2: 30 litres for 270, 30 back; 0 litres left, 0 held
	// order 3: 0 litres for 0, 0 back; 30 litres left, 240 held
	// order 4: 50 litres for 450, 0 back; 0 litres left, 0 held
	// order 5: 20 litres for 180, 0 back; 10 litres left, 0 held
}

// What a query shows, so that the price can be found again by hand.
func ExampleExplain() {
	orders := []auction.Order{
		{Side: auction.Buy, Limit: 12, Litres: 40},
		{Side: auction.Buy, Limit: 10, Litres: 30},
		{Side: auction.Sell, Limit: 6, Litres: 50},
		{Side: auction.Sell, Limit: 9, Litres: 30},
	}
	e, err := auction.Explain(orders, 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range e.Demand {
		fmt.Println("at", s.Limit, "buyers want", s.Total)
	}
	for _, s := range e.Supply {
		fmt.Println("at", s.Limit, "sellers give", s.Total)
	}
	fmt.Println("most is traded from", e.Marginal.Low, "to", e.Marginal.High)
	fmt.Println("the difference is least from", e.Balanced.Low, "to", e.Balanced.High)
	fmt.Println("closest to", e.Reference, "is", e.Price)
	// Output:
	// at 12 buyers want 40
	// at 10 buyers want 70
	// at 6 sellers give 50
	// at 9 sellers give 80
	// most is traded from 9 to 10
	// the difference is least from 9 to 10
	// closest to 20 is 10
}

// A book with room for two sellers lets the dearest go.
func ExampleAdmit() {
	orders := []auction.Order{
		{Side: auction.Sell, Limit: 9, Litres: 30},
		{Side: auction.Sell, Limit: 6, Litres: 50},
	}
	evict, err := auction.Admit(orders, auction.Order{Side: auction.Sell, Limit: 8, Litres: 10}, 2)
	fmt.Println("order", evict, "leaves,", err)
	_, err = auction.Admit(orders, auction.Order{Side: auction.Sell, Limit: 9, Litres: 10}, 2)
	fmt.Println(err)
	// Output:
	// order 0 leaves, <nil>
	// auction: side of the book is full: expected to sell at better than 9, got 9
}
