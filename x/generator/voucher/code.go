package voucher

import (
	"errors"
	"fmt"
	"strings"
)

// A code has from MinDigits to MaxDigits digits; all codes of a chain have the same number.
const (
	MinDigits = 20
	MaxDigits = 30
)

const (
	// groupSize is the number of digits in a group, for people.
	groupSize = 4
	// maxText bounds the text: 30 digits, a separator after each, and some stray ones.
	maxText = 64
)

var (
	// ErrLength means that a code has too few or too many digits.
	ErrLength = errors.New("wrong length of a code")
	// ErrDigit means that a code holds something that is not a digit.
	ErrDigit = errors.New("not a digit")
)

// Code is a link of a chain: a fixed number of decimal digits, leading zeros included. Codes can be compared with ==. The
// zero Code is no code: it has no digits and proves nothing.
type Code struct {
	digits uint8
	text   [MaxDigits]byte // ASCII; zero bytes behind the digits
}

// Parse reads the digits of a code as people write them: spaces and dashes are ignored.
func Parse(text string) (Code, error) {
	if len(text) > maxText {
		return Code{}, fmt.Errorf("%w: expected at most %d characters, got %d", ErrLength, maxText, len(text))
	}
	var c Code
	digits := 0
	for place, char := range text {
		switch {
		case char == ' ' || char == '-':
		case char < '0' || char > '9':
			return Code{}, fmt.Errorf("%w: expected digits, spaces and dashes, got %q at place %d", ErrDigit, char, place+1)
		default:
			if digits < MaxDigits {
				c.text[digits] = byte(char) //nolint:gosec // a digit
			}
			digits++
		}
	}
	if digits < MinDigits || digits > MaxDigits {
		return Code{}, fmt.Errorf("%w: expected %d to %d digits, got %d", ErrLength, MinDigits, MaxDigits, digits)
	}
	c.digits = uint8(digits) //nolint:gosec // at most 30
	return c, nil
}

// Digits returns the number of digits, 0 for the zero Code.
func (c Code) Digits() int { return int(c.digits) }

// String returns the digits and nothing else: the form in which a code is stored.
func (c Code) String() string { return string(c.text[:c.digits]) }

// Format returns the digits in groups of four: the form in which a code is sent to a person.
func (c Code) Format() string {
	var b strings.Builder
	for from := 0; from < int(c.digits); from += groupSize {
		if from > 0 {
			b.WriteByte(' ')
		}
		b.Write(c.text[from:min(from+groupSize, int(c.digits))])
	}
	return b.String()
}
