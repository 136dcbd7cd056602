package meterdata

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// decimals is how many digits String writes behind the point at most.
const decimals = 12

// String returns the quantity in decimal, such as 300.4; dots at the end stand for further digits.
func (q Quantity) String() string {
	hi, lo := bits.Mul64(q.Part, powers[decimals])
	digits, rest := bits.Div64(hi, lo, Scale) // Part < Scale, so hi is too
	text := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%0*d", q.Whole, decimals, digits), "0"), ".")
	if rest != 0 {
		text = fmt.Sprintf("%d.%0*d…", q.Whole, decimals, digits)
	}
	return text
}

// String returns the name of the kind.
func (k Kind) String() string {
	if k == Registers {
		return "registers"
	}
	return "amounts"
}

// Location returns the zone of the local clock, UTC if the format has none.
func (f Format) Location() *time.Location {
	z, err := loadZone(f.Zone)
	if err != nil || z == nil {
		return time.UTC
	}
	return z.location
}
