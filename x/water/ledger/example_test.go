package ledger_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/water/ledger"
)

// The example of the package.
func Example() {
	l, err := ledger.Ledger{}.Enlarge(1_000)
	if err != nil {
		fmt.Println(err)
		return
	}
	subscriber, _, err := ledger.Account{}.Subscribe(1, 1, 1, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	l, mark, err := l.Start(1, 2) // two such subscribers
	if err != nil {
		fmt.Println(err)
		return
	}
	if l, subscriber, _, err = l.CatchUp(subscriber, mark); err != nil {
		fmt.Println(err)
		return
	}

	for _, litres := range []uint64{100, 30} {
		if l, _, err = l.Inflow(ledger.Terms{}, false, litres); err != nil {
			fmt.Println(err)
			return
		}
		_, settled, _, err := l.Settle(ledger.Terms{}, subscriber)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("each may have", settled.Balance)
	}

	fees := uint64(2)
	pay, err := ledger.Pay(1, 90, fees, []ledger.Producer{{Remuneration: 2, Served: 90, Stored: l.Minted}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the producer receives", pay.Shares[0])
	// Output:
	// each may have 50
	// each may have 65
	// the producer receives 2
}

// A household that draws more than it has goes into overdraft; no reading is refused.
func ExampleLedger_Consume() {
	l := ledger.Ledger{Stock: 150, Supply: 150, Lifeline: 50}
	l, a, c, err := l.Consume(ledger.Account{Lifeline: 50, Balance: 100}, 180)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("lifeline %d, tokens %d, overdraft %d\n", c.Lifeline, c.Tokens, c.Overdraft)
	fmt.Printf("left %d, owing %d, stock %d, supply %d\n", a.Left(), a.Overdraft, l.Stock, l.Supply)
	// Output:
	// lifeline 50, tokens 100, overdraft 30
	// left 0, owing 30, stock -30, supply 0
}

// The less there is the dearer it is.
func ExampleLedger_ReferencePrice() {
	for _, stock := range []int64{1_000, 500, 100, 0} {
		l := ledger.Ledger{Capacity: 1_000, Stock: stock}
		fmt.Printf("stock %4d: %4d\n", stock, l.ReferencePrice(20, 100))
	}
	// Output:
	// stock 1000:   20
	// stock  500:   40
	// stock  100:  200
	// stock    0: 2000
}
