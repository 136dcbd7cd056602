package types_test

import (
	"encoding/binary"
	"slices"
	"testing"
)

// inOrder sorts moments and leaves out those before time began.
func inOrder(moments []int64) []int64 {
	moments = slices.DeleteFunc(slices.Clone(moments), func(at int64) bool { return at < 0 })
	slices.Sort(moments)
	return slices.Compact(moments)
}

// FuzzEpochOf reads a meter at moments that bytes say, two for each, in epochs whose tolerances bytes say.
func FuzzEpochOf(f *testing.F) {
	f.Fuzz(func(t *testing.T, length uint16, raw, tolerated []byte) {
		seconds := int64(length)%3_600 + 1
		var moments []int64
		for ; len(raw) >= 2; raw = raw[2:] {
			moments = append(moments, int64(binary.BigEndian.Uint16(raw)))
		}
		moments = inOrder(moments)
		if len(moments) == 0 {
			return
		}
		tolerances := make([]int64, moments[len(moments)-1]/seconds+2)
		for i := range tolerances {
			if len(tolerated) > 0 {
				tolerances[i] = int64(tolerated[i%len(tolerated)]) % (seconds/20 + 1)
			}
		}
		holdsAtBorders(t, seconds, moments, tolerances)
	})
}
