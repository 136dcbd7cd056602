package apportion_test

import (
	"encoding/binary"
	"testing"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

// FuzzShares reads the weights from the bytes, eight to a weight, and holds every promise for them.
func FuzzShares(f *testing.F) {
	f.Fuzz(func(t *testing.T, total, offset uint64, raw []byte) {
		d := division{total: total, offset: offset}
		var weight uint64
		for ; len(raw) >= 8 && len(d.weights) < 64; raw = raw[8:] {
			w := binary.BigEndian.Uint64(raw)
			if w > ^weight {
				w = ^weight // as much as still fits
			}
			weight += w
			d.weights = append(d.weights, w)
		}

		valid := (weight > 0 || total == 0) && (offset == 0 || offset < weight)
		if _, err := apportion.Shares(d.total, d.weights, d.offset); (err == nil) != valid {
			t.Fatalf("%+v: expected valid to be %t, got %v", d, valid, err)
		}
		if valid {
			holds(t, d)
		}
	})
}
