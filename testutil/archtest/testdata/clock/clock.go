// Package clock breaks a rule on purpose.
package clock

import "time"

// Now reads the clock, which no state code may.
func Now() time.Time {
	return time.Now()
}
