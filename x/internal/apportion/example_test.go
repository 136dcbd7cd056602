package apportion_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

// Two homes have 200 and 100 Wh to spare, the others lack 200 Wh. At offset 0 the first gives 133 Wh and the second 67.
func Example() {
	shares, _ := apportion.Shares(200, []uint64{200, 100}, 0)
	fmt.Println("given:", shares)

	// The second home's share again, from five numbers: M = 200, W = 300, φ = 0, P = 200, w = 100.
	d, _ := apportion.New(200, 300, 0)
	fmt.Println("again:", d.Cut(300), "-", d.Cut(200), "=", d.Share(200, 100))
	// Output:
	// given: [133 67]
	// again: 200 - 133 = 67
}

// The same division in six epochs: each home has its turn at the odd unit, and over time the first gives twice the second.
func ExampleOffset() {
	var first, second uint64
	for epoch := range uint64(6) {
		shares, _ := apportion.Shares(200, []uint64{200, 100}, apportion.Offset(epoch, 300))
		fmt.Println("epoch", epoch, shares)
		first += shares[0]
		second += shares[1]
	}
	fmt.Println("in all", first, second)
	// Output:
	// epoch 0 [133 67]
	// epoch 1 [134 66]
	// epoch 2 [134 66]
	// epoch 3 [133 67]
	// epoch 4 [133 67]
	// epoch 5 [133 67]
	// in all 800 400
}
