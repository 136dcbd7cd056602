package exact_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// A price of 250 base units a kilowatt-hour is a quarter of a unit a watt-hour. The remainder of each interval is carried
// into the next, so that four times 3 Wh cost exactly what 12 Wh cost.
func Example() {
	var carry, charge uint64
	for interval := 1; interval <= 4; interval++ {
		charge, carry, _ = exact.MulAddDivRem(3, 250, carry, 1000)
		fmt.Printf("interval %d: pay %d, carry %d/1000\n", interval, charge, carry)
	}

	at, _ := exact.MulDivFloor(12, 250, 1000)
	fmt.Println("at once:", at)
	// Output:
	// interval 1: pay 0, carry 750/1000
	// interval 2: pay 1, carry 500/1000
	// interval 3: pay 1, carry 250/1000
	// interval 4: pay 1, carry 0/1000
	// at once: 3
}

func ExampleMulDivCeil() {
	down, _ := exact.MulDivFloor(10, 1, 3)
	up, _ := exact.MulDivCeil(10, 1, 3)
	fmt.Println(down, up)
	// Output: 3 4
}
