package voucher_test

import (
	"bytes"
	"fmt"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// A vendor sells three units of meter 7 of generator 1 and sends the code by SMS. The device has no network: it counts the steps from the
// code to its current link.
func Example() {
	meter := voucher.Meter{Generator: 1, Number: 7}
	secret := bytes.Repeat([]byte{0x11}, voucher.SeedSize) // from a random source, and kept in a safe place
	vendor, err := voucher.NewChain(secret, meter, 1000, 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	current := vendor.Anchor() // registered on the chain, and set in the device
	sent, _ := vendor.Sell(3, 0)
	fmt.Println("SMS:", sent.Format())

	code, _ := voucher.Parse(sent.Format())
	units, _ := voucher.Verify(meter, current, code, voucher.MaxSteps)
	fmt.Println("units:", units)

	_, err = voucher.Verify(meter, code, code, voucher.MaxSteps)
	fmt.Println("again:", err)
	// Output:
	// SMS: 3149 9195 0869 3039 0703
	// units: 3
	// again: code is spent: expected a link ahead of the current one, got the current one
}
