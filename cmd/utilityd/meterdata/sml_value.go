package meterdata

import "errors"

// smlType is the type of an SML value, bits 4 to 6 of its first byte.
type smlType byte

const (
	smlOctets   smlType = 0
	smlInteger  smlType = 5
	smlUnsigned smlType = 6
	smlList     smlType = 7
)

// maxDepth is how deep lists may nest; messages of meters use 6 levels.
const maxDepth = 8

var errSML = errors.New("expected whole SML values, got bytes that make none")

// smlValue is one value of a message. Optional values that are absent are octets of length 0.
type smlValue struct {
	kind smlType
	data []byte
	list []smlValue
}

// parseSML reads the first value of b and returns the bytes behind it. Each value takes at least a byte, so the values are never
// more than the bytes.
func parseSML(b []byte, depth int) (v smlValue, rest []byte, err error) {
	if depth > maxDepth || len(b) == 0 {
		return v, nil, errSML
	}
	v.kind = smlType(b[0] >> 4 & 7)
	length, head := int(b[0]&0x0F), 1
	for b[head-1]&0x80 != 0 {
		if head == len(b) || head == 4 {
			return v, nil, errSML
		}
		length = length<<4 | int(b[head]&0x0F)
		head++
	}
	rest = b[head:]
	if v.kind == smlList {
		for range length {
			var element smlValue
			if element, rest, err = parseSML(rest, depth+1); err != nil {
				return v, nil, err
			}
			v.list = append(v.list, element)
		}
		return v, rest, nil
	}
	size := max(length-head, 0) // a length counts its own bytes; the byte 00 at the end of a message has none
	if size > len(rest) {
		return v, nil, errSML
	}
	v.data = rest[:size]
	return v, rest[size:], nil
}

// at returns an element of a list; a list that is too short has absent elements.
func (v smlValue) at(i int) smlValue {
	if i >= len(v.list) {
		return smlValue{}
	}
	return v.list[i]
}

func (v smlValue) absent() bool { return v.kind == smlOctets && len(v.data) == 0 }

// number returns an integer of either kind, which may have any number of bytes up to 8, as its absolute value and its sign.
func (v smlValue) number() (n uint64, negative, ok bool) {
	if v.kind != smlInteger && v.kind != smlUnsigned || len(v.data) == 0 || len(v.data) > 8 {
		return 0, false, false
	}
	for _, b := range v.data {
		n = n<<8 | uint64(b)
	}
	if v.kind == smlInteger && v.data[0]&0x80 != 0 {
		unused := 64 - 8*len(v.data)
		return uint64(-(int64(n<<unused) >> unused)), true, true // the sign fills the unused bits
	}
	return n, false, true
}

// is reports whether the value is the number n.
func (v smlValue) is(n uint64) bool {
	got, negative, ok := v.number()
	return ok && !negative && got == n
}
