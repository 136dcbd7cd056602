package accrual_test

import (
	"encoding/binary"
	"testing"
)

// FuzzLedger does what the bytes say: what, who, and how much in eight bytes. Steps may be refused; sums must hold.
func FuzzLedger(f *testing.F) {
	f.Fuzz(func(t *testing.T, story []byte) {
		l := newLedger(holders)
		for ; len(story) >= 10; story = story[10:] {
			who, much := int(story[1])%holders, binary.BigEndian.Uint64(story[2:])
			before := l.index
			var err error
			switch story[0] % 3 {
			case 0:
				err = l.add(much)
			case 1:
				err = l.reweigh(who, much)
			case 2:
				err = l.settle(who)
			}
			if err != nil && l.index != before {
				t.Fatalf("%v: expected %+v untouched, got %+v", err, before, l.index)
			}
			l.balanced(t)
		}
	})
}
