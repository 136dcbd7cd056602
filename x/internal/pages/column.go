package pages

import (
	"encoding/binary"
	"math/bits"
)

// slack is how far past the end of a column narrow may write: values of three bytes and more are stored as whole words,
// each over the zeros of the one before.
const slack = 8 - 3

// union has the bits of all the values, hence the bit length of the greatest.
func union(values []uint64) uint64 {
	var a, b, c, d uint64
	for ; len(values) >= 4; values = values[4:] {
		a |= values[0]
		b |= values[1]
		c |= values[2]
		d |= values[3]
	}
	for _, v := range values {
		a |= v
	}
	return a | b | c | d
}

// width returns how many bytes v needs; none for zero.
func width(v uint64) int { return (bits.Len64(v) + 7) / 8 }

// narrow writes the low w bytes of every value, little-endian, and may put zeros into the slack bytes that follow.
func narrow(dst []byte, values []uint64, w int) {
	switch w {
	case 0:
	case 1:
		dst = dst[:len(values)]
		for i, v := range values {
			dst[i] = byte(v) //nolint:gosec // no value is wider
		}
	case 2:
		for i, v := range values {
			binary.LittleEndian.PutUint16(dst[2*i:2*i+2], uint16(v)) //nolint:gosec // no value is wider
		}
	default:
		at := 0
		for _, v := range values {
			binary.LittleEndian.PutUint64(dst[at:at+8], v)
			at += w
		}
	}
}

// widen is the inverse of narrow. src may go on after the column.
func widen(values []uint64, src []byte, w int) {
	switch w {
	case 0:
		clear(values)
	case 1:
		src = src[:len(values)]
		for i := range values {
			values[i] = uint64(src[i])
		}
	case 2:
		for i := range values {
			values[i] = uint64(binary.LittleEndian.Uint16(src[2*i : 2*i+2]))
		}
	default:
		// whole words as long as there are eight bytes to read; the last column of a page ends before that
		words := 0
		if len(src) >= 8 {
			words = min(len(values), (len(src)-8)/w+1)
		}
		mask, at := ^uint64(0)>>(64-8*uint(w)), 0
		for i := range values[:words] {
			values[i] = binary.LittleEndian.Uint64(src[at:at+8]) & mask
			at += w
		}
		for i := words; i < len(values); i++ {
			values[i] = one(src[i*w:], w)
		}
	}
}

// one reads the value of w bytes that src begins with.
func one(src []byte, w int) uint64 {
	var v uint64
	for i := w - 1; i >= 0; i-- {
		v = v<<8 | uint64(src[i])
	}
	return v
}
