package pricing_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

// A generator costs 45,000,001: a share is 4,501. Ana holds 6,000 shares and votes for 20, Ben 3,000 for 30, and Cleo 1,000 for 90.
// Then Cleo sells half of hers to Ana.
func Example() {
	const cost = 45_000_001
	fmt.Println("share:", pricing.SharePrice(cost), "surplus:", pricing.Surplus(cost))

	var tally pricing.Tally
	tally, _ = tally.Vote(20, 6_000)
	tally, _ = tally.Vote(30, 3_000)
	tally, _ = tally.Vote(90, 1_000)
	price, _ := tally.Price()
	fmt.Println("price:", price)

	tally, _ = tally.Change(90, 20, 500)
	price, _ = tally.Price()
	fmt.Println("price:", price)

	paid, _ := pricing.Purchase(price, 7, 30)
	maintenance, owners, _ := pricing.Split(paid, 500)
	fmt.Printf("7 units: %d = %d for maintenance + %d for the owners\n", paid, maintenance, owners)
	// Output:
	// share: 4501 surplus: 9999
	// price: 30
	// price: 26
	// 7 units: 182 = 9 for maintenance + 173 for the owners
}
