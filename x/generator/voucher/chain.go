package voucher

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	// MaxLength is the maximum number of units of a chain.
	MaxLength = 1_000_000
	// SeedSize is the number of bytes of a seed.
	SeedSize = 32
)

// stride is the distance of the links that a chain keeps: at most 977 of them, and any link is fewer steps away.
const stride = 1024

// seedName is the prefix of the bytes authenticated with a seed.
const seedName = "utilityd/voucher/seed/v1"

var (
	// ErrSeed means that a seed has the wrong size.
	ErrSeed = errors.New("wrong size of a seed")
	// ErrUsedUp means that a chain has not enough links left.
	ErrUsedUp = errors.New("chain is used up")
)

// Chain is all the codes that a vendor can sell for a meter. It is a secret, as the seed is: link(i) opens every link before.
type Chain struct {
	meter  Meter
	length int
	marks  []Code // link(0), link(stride), link(2·stride) …
	last   Code   // link(length)
}

// NewChain derives the chain of a seed, a meter, a length and a number of digits; any other of these four gives another
// chain. It hashes length times.
func NewChain(seed []byte, meter Meter, length, digits int) (*Chain, error) {
	if len(seed) != SeedSize {
		return nil, fmt.Errorf("%w: expected %d bytes, got %d", ErrSeed, SeedSize, len(seed))
	}
	if length < 1 || length > MaxLength {
		return nil, fmt.Errorf("%w: expected a length from 1 to %d, got %d", ErrBounds, MaxLength, length)
	}
	if digits < MinDigits || digits > MaxDigits {
		return nil, fmt.Errorf("%w: expected %d to %d digits, got %d", ErrLength, MinDigits, MaxDigits, digits)
	}
	c := &Chain{
		meter:  meter,
		length: length,
		marks:  make([]Code, length/stride+1),
		last:   lastLink(seed, meter, uint32(length), uint8(digits)), //nolint:gosec // checked
	}
	link := c.last
	for i := length; ; i-- {
		if i%stride == 0 {
			c.marks[i/stride] = link
		}
		if i == 0 {
			return c, nil
		}
		link = Step(meter, link)
	}
}

// MinDigitsFor returns the minimum number of digits for a chain of that length, so that finding its codes by hashing costs more than they
// are worth; see the doc of the package. NewChain accepts fewer.
func MinDigitsFor(length int) int {
	digits := MinDigits
	for reach := 1_000; reach < length && digits < MaxDigits; reach *= 10 {
		digits += 2
	}
	return digits
}

// lastLink derives the link from which all others follow.
func lastLink(seed []byte, meter Meter, length uint32, digits uint8) Code {
	message := append([]byte(nil), seedName...)
	message = meter.append(message)
	message = binary.BigEndian.AppendUint32(message, length)
	message = append(message, digits)
	mac := hmac.New(sha256.New, seed)
	mac.Write(message)
	return lastDigits([sha256.Size]byte(mac.Sum(nil)), digits)
}

// Length returns the number of units that the chain sells.
func (c *Chain) Length() int { return c.length }

// Anchor is link(0), which is registered and may be known to all.
func (c *Chain) Anchor() Code { return c.marks[0] }

// At returns link(i), in fewer than 1,024 steps.
func (c *Chain) At(i int) (Code, error) {
	if i < 0 || i > c.length {
		return Code{}, fmt.Errorf("%w: expected a link from 0 to %d, got %d", ErrBounds, c.length, i)
	}
	mark := (i + stride - 1) / stride
	if mark < len(c.marks) {
		return Steps(c.meter, c.marks[mark], mark*stride-i), nil
	}
	return Steps(c.meter, c.last, c.length-i), nil
}

// Sell returns the code that sells units after spent were sold: link(spent + units).
func (c *Chain) Sell(units, spent int) (Code, error) {
	if units < 1 || units > MaxUnits {
		return Code{}, fmt.Errorf("%w: expected 1 to %d units, got %d", ErrBounds, MaxUnits, units)
	}
	if spent < 0 {
		return Code{}, fmt.Errorf("%w: expected at least 0 spent, got %d", ErrBounds, spent)
	}
	if spent > c.length-units {
		return Code{}, fmt.Errorf("%w: expected at most %d units, got %d and %d spent", ErrUsedUp, c.length, units, spent)
	}
	return c.At(spent + units)
}
