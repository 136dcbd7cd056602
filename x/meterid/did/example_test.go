package did_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/meterid/did"
)

func ExampleFormat() {
	text, err := did.Format(did.DID{ChainID: "utility-1", Meter: 7})
	fmt.Println(text, err)
	// Output: did:utility:utility-1:7 <nil>
}
