package credit_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/generator/credit"
)

// Vouchers of 1 and 500 units are open. A stranger takes the code of the second, hashes it once, and reveals that: 500 steps.
// Then the vendor reveals its code, which is one step more.
func Example() {
	open := []credit.Open{{Units: 1}, {Units: 500}}
	r, _ := credit.Count(open, 500)
	fmt.Println("released:", r.Released, "counted:", r.Counted)

	r, _ = credit.Count([]credit.Open{{Units: 500, Counted: r.Counted[1]}}, 1)
	fmt.Println("released:", r.Released, "surplus:", r.Surplus)
	// Output:
	// released: [0] counted: [0 499]
	// released: [0] surplus: 0
}
