package register_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/meterid/register"
)

// A register of 3 digits in steps of 0.1 litres goes from 998 to 003.
func Example() {
	form := register.Form{Numerator: 1, Denominator: 10, Digits: 3}
	base := register.Base{}

	steps, wrapped := form.Steps(998, 3)
	litres, err := form.Amount(base, 998, steps)
	fmt.Println(steps, wrapped, litres, err)

	fmt.Println(form.Total(base, 998), form.Total(form.Wrapped(base), 3))
	// Output:
	// 5 true 1 <nil>
	// 99 100
}
