package voucher

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// linkName is the prefix of the hashed bytes, so that no link is ever the hash of something else. It is short: codes of up to
// 28 digits are hashed in one block of SHA-256, as a small device likes it.
const linkName = "voucher/v1"

// hashedSize is the maximum number of bytes that are hashed in a step.
const hashedSize = len(linkName) + 8 + 8 + 1 + MaxDigits

// Meter names the meter of a chain. No two have the same hashes, so a search for codes serves one meter only.
type Meter struct {
	// Generator is the number of the generator whose units it meters.
	Generator uint64
	// Number is the one burnt into the meter.
	Number uint64
}

// append appends the 16 bytes of a meter.
func (m Meter) append(to []byte) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(to, m.Generator), m.Number)
}

// Step returns the link before c in the chain of a meter: from link(i) it makes link(i−1). It allocates nothing.
func Step(meter Meter, c Code) Code {
	var room [hashedSize]byte
	hashed := append(room[:0], linkName...)
	hashed = meter.append(hashed)
	hashed = append(hashed, c.digits)
	hashed = append(hashed, c.text[:c.digits]...)
	return lastDigits(sha256.Sum256(hashed), c.digits)
}

// Steps makes n steps, none if n is negative. The work is n hashes: the caller bounds n.
func Steps(meter Meter, c Code, n int) Code {
	for range n {
		c = Step(meter, c)
	}
	return c
}

const (
	// chunk is the greatest power of ten in 64 bits, and chunkDigits its number of zeros.
	chunk       = 10_000_000_000_000_000_000
	chunkDigits = 19
)

// lastDigits returns a hash mod 10^digits: the last decimal digits of the hash as a big-endian number.
func lastDigits(hash [sha256.Size]byte, digits uint8) Code {
	var words [sha256.Size / 8]uint64
	for i := range words {
		words[i] = binary.BigEndian.Uint64(hash[8*i:])
	}
	rest, next := cutChunk(&words), cutChunk(&words)
	c := Code{digits: digits}
	for i := range int(digits) {
		if i == chunkDigits {
			rest = next
		}
		c.text[int(digits)-1-i] = '0' + byte(rest%10)
		rest /= 10
	}
	return c
}

// cutChunk divides a number by chunk and returns the remainder: its last 19 digits.
func cutChunk(words *[sha256.Size / 8]uint64) (remainder uint64) {
	for i := range words {
		words[i], remainder = bits.Div64(remainder, words[i], chunk)
	}
	return remainder
}
