package voucher

import (
	"errors"
	"fmt"
)

const (
	// MaxUnits is the maximum number of units of one code.
	MaxUnits = 500
	// MaxSlack is the maximum number of units that a code may prove beyond those it sells: earlier codes that never arrived.
	MaxSlack = 500
	// MaxSteps bounds the work for any code.
	MaxSteps = MaxUnits + MaxSlack
)

var (
	// ErrBounds means that a number is out of the range that bounds the work.
	ErrBounds = errors.New("out of bounds")
	// ErrNoMatch means that a code does not lead to the current link: it is wrong, for another meter, was spent before the
	// current link, or is too far ahead.
	ErrNoMatch = errors.New("code does not match")
	// ErrTooFew means that a code proves fewer units than required.
	ErrTooFew = errors.New("code proves too few units")
	// ErrSpent means that a code is the current link itself: the one that was spent last.
	ErrSpent = errors.New("code is spent")
)

// Verify hashes a code forward until it meets the current link of a meter and returns the number of steps, which is the
// number of units that the code proves. It accepts from minSteps to maxSteps steps, 1 ≤ minSteps ≤ maxSteps ≤ MaxSteps, and never makes
// more than maxSteps. The caller makes an accepted code the current link: then neither it nor an older one is accepted again.
func Verify(meter uint64, current, code Code, minSteps, maxSteps int) (int, error) {
	if minSteps < 1 || maxSteps < minSteps || maxSteps > MaxSteps {
		return 0, fmt.Errorf("%w: expected 1 ≤ minSteps ≤ maxSteps ≤ %d steps, got %d and %d", ErrBounds, MaxSteps, minSteps, maxSteps)
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
		if link != current {
			continue
		}
		if m < minSteps {
			return 0, fmt.Errorf("%w: expected at least %d, got %d", ErrTooFew, minSteps, m)
		}
		return m, nil
	}
	return 0, fmt.Errorf("%w: expected it to lead to the current link of meter %d in at most %d steps", ErrNoMatch, meter, maxSteps)
}
