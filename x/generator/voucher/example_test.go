package voucher_test

import (
	"bytes"
	"fmt"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// A vendor sells three units of meter 7 and sends the code by SMS. The device has no network: it counts the steps from the
// code to its current link.
func Example() {
	secret := bytes.Repeat([]byte{0x11}, voucher.SeedSize) // from a random source, and kept in a safe place
	vendor, err := voucher.NewChain(secret, 7, 1000, 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	current := vendor.Anchor() // registered on the chain, and set in the device
	sent, _ := vendor.Sell(3, 0)
	fmt.Println("SMS:", sent.Format())

	code, _ := voucher.Parse(sent.Format())
	units, _ := voucher.Verify(7, current, code, 1, voucher.MaxSteps)
	fmt.Println("units:", units)

	_, err = voucher.Verify(7, code, code, 1, voucher.MaxSteps)
	fmt.Println("again:", err)
	// Output:
	// SMS: 9075 3043 7553 3740 3529
	// units: 3
	// again: code is spent: expected a link ahead of the current one, got the current one
}
