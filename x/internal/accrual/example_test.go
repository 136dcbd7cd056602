package accrual_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/accrual"
)

// A spring is shared by persons. Ana's home has three, Ben's two; Ben joins after the first inflow.
func Example() {
	var index accrual.Index
	ana, ben := uint64(3), uint64(2)

	index, _ = index.Join(ana)
	anaLast := index.Acc
	index, _ = index.Add(100)
	fmt.Printf("100 litres for %d: %d each, %d carried\n", index.Weight, index.Acc, index.Carry)

	index, _ = index.Join(ben)
	benLast := index.Acc
	index, _ = index.Add(101)
	fmt.Printf("101 litres for %d: %d each in all, %d carried\n", index.Weight, index.Acc, index.Carry)

	anaOwed, _ := index.Owed(ana, anaLast)
	benOwed, _ := index.Owed(ben, benLast)
	fmt.Printf("Ana %d + Ben %d + carried %d = %d\n", anaOwed, benOwed, index.Carry, anaOwed+benOwed+index.Carry)
	// Output:
	// 100 litres for 3: 33 each, 1 carried
	// 101 litres for 5: 53 each in all, 2 carried
	// Ana 159 + Ben 40 + carried 2 = 201
}
