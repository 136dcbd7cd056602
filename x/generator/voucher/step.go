package voucher

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// linkName is the prefix of the hashed bytes, so that no link is ever the hash of something else.
const linkName = "utilityd/voucher/v1"

// hashedSize is the maximum number of bytes that are hashed in a step.
const hashedSize = len(linkName) + 8 + 1 + MaxDigits

// Step returns the link before c in the chain of a meter: from link(i) it makes link(i−1). It allocates nothing.
func Step(meter uint64, c Code) Code {
	var room [hashedSize]byte
	hashed := append(room[:0], linkName...)
	hashed = binary.BigEndian.AppendUint64(hashed, meter)
	hashed = append(hashed, c.digits)
	hashed = append(hashed, c.text[:c.digits]...)
	return lastDigits(sha256.Sum256(hashed), c.digits)
}

// Steps makes n steps, none if n is negative. The work is n hashes: the caller bounds n.
func Steps(meter uint64, c Code, n int) Code {
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
