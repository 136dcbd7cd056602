package reading_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/meterid/reading"
)

// Meter 7 on chain utility-1 has imported 123456789 and exported 4242 steps by 1 January 2026, 00:15 UTC. These are the
// bytes that it signs with its second key.
func ExampleReading_AppendBytes() {
	signed, err := reading.Reading{
		ChainID:    "utility-1",
		Meter:      7,
		KeyVersion: 2,
		Time:       1767226500,
		Import:     123456789,
		Export:     4242,
	}.AppendBytes(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", signed[:19])
	fmt.Printf("%x %s\n", signed[19], signed[20:29])
	fmt.Printf("%x %x %x %x %x\n", signed[29:37], signed[37:41], signed[41:49], signed[49:57], signed[57:])
	// Output:
	// utilityd/reading/v1
	// 9 utility-1
	// 0000000000000007 00000002 000000006955bc84 00000000075bcd15 0000000000001092
}
