package voucher

import (
	"errors"
	"fmt"
)

const (
	// MaxUnits is the greatest number of units that one code sells.
	MaxUnits = 500
	// MaxSlack is how many units a code may prove beyond those it sells: what was sold before and never came through.
	MaxSlack = 500
	// MaxSteps bounds the work for a code, whatever the code.
	MaxSteps = MaxUnits + MaxSlack
)

var (
	// ErrBounds means that a number is out of the range that bounds the work.
	ErrBounds = errors.New("out of bounds")
	// ErrNoMatch means that a code does not lead to the current link: it is wrong, for another meter, was spent before the
	// current link, or is too far ahead.
	ErrNoMatch = errors.New("code does not match")
	// ErrTooFew means that a code proves fewer units than it has to.
	ErrTooFew = errors.New("code proves too few units")
	// ErrSpent means that a code is the current link itself: the one that was spent last.
	ErrSpent = errors.New("code is spent")
)

// Verify hashes a code forward until it meets the current link of a meter and returns the number of steps, which is the
// number of units that the code proves. It accepts from least to most steps, 1 ≤ least ≤ most ≤ MaxSteps, and never makes
// more than most. Whoever accepts a code makes it the current link: then neither it nor an older one is accepted again.
func Verify(meter uint64, current, code Code, least, most int) (int, error) {
	if least < 1 || most < least || most > MaxSteps {
		return 0, fmt.Errorf("%w: expected 1 ≤ least ≤ most ≤ %d steps, got %d and %d", ErrBounds, MaxSteps, least, most)
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
	for m := 1; m <= most; m++ {
		link = Step(meter, link)
		if link != current {
			continue
		}
		if m < least {
			return 0, fmt.Errorf("%w: expected at least %d, got %d", ErrTooFew, least, m)
		}
		return m, nil
	}
	return 0, fmt.Errorf("%w: expected it to lead to the current link of meter %d in at most %d steps", ErrNoMatch, meter, most)
}
