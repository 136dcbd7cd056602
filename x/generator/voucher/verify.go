package voucher

import (
	"errors"
	"fmt"
)

const (
	// MaxUnits is the maximum number of units of one code.
	MaxUnits = 500
	// MaxSteps bounds the work for any code: its own units, and as many of earlier codes that never arrived.
	MaxSteps = 2 * MaxUnits
)

var (
	// ErrBounds means that a number is out of the range that bounds the work.
	ErrBounds = errors.New("out of bounds")
	// ErrNoMatch means that a code does not lead to the current link: it is wrong, for another meter, was spent before the
	// current link, or is too far ahead.
	ErrNoMatch = errors.New("code does not match")
	// ErrSpent means that a code is the current link itself: the one that was spent last.
	ErrSpent = errors.New("code is spent")
)

// Verify hashes a code forward until it meets the current link of a meter and returns the number of steps, which is the
// number of units that the code proves. It makes at most maxSteps steps, 1 ≤ maxSteps ≤ MaxSteps. The caller makes an accepted
// code the current link: then neither it nor an older one is accepted again.
func Verify(meter Meter, current, code Code, maxSteps int) (int, error) {
	if maxSteps < 1 || maxSteps > MaxSteps {
		return 0, fmt.Errorf("%w: expected a maximum of 1 to %d steps, got %d", ErrBounds, MaxSteps, maxSteps)
	}
	if current.digits == 0 {
		return 0, fmt.Errorf("%w: expected a current link, got none", ErrLength)
	}
	if code.digits != current.digits {
		return 0, fmt.Errorf("%w: expected %d digits, got %d", ErrLength, current.digits, code.digits)
	}
	if code == current {
		return 0, fmt.Errorf("%w: expected a link ahead of the current one, got the current one", ErrSpent)
	}
	link := code
	for m := 1; m <= maxSteps; m++ {
		link = Step(meter, link)
		if link == current {
			return m, nil
		}
	}
	return 0, fmt.Errorf("%w: expected it to lead to the current link of meter %d of generator %d in at most %d steps",
		ErrNoMatch, meter.Number, meter.Generator, maxSteps)
}
