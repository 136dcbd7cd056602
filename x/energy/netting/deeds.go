package netting

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// Deed is the energy that a giver gave to a taker, Wh; both are numbered in the order of the slots.
type Deed struct {
	Giver int
	Taker int
	Wh    uint64
}

// Range is the part [From, To) of the netted energy, Wh, that a member gave or took: From is Given or Taken of the prefix
// before the member, and To is From plus its share.
type Range struct {
	From uint64
	To   uint64
}

// Overlap returns how much two ranges have in common, Wh: one member's giving and another's taking make a deed of it.
func (g Range) Overlap(o Range) uint64 {
	from, to := max(g.From, o.From), min(g.To, o.To)
	if from >= to {
		return 0
	}
	return to - from
}

// Part is what one member of the other side has in common with a range.
type Part struct {
	Index int    // place in the page
	Wh    uint64 // above 0
}

// Parts returns the parts of g in a page of shares of the other side, before which the shares sum to before; in slot order.
// It appends to parts and returns the result.
func (g Range) Parts(parts []Part, before uint64, shares []uint64) []Part {
	for i, share := range shares {
		if before >= g.To {
			break
		}
		end := before + share
		if wh := g.Overlap(Range{From: before, To: end}); wh > 0 {
			parts = append(parts, Part{Index: i, Wh: wh})
		}
		before = end
	}
	return parts
}

// Deeds returns all deeds of an epoch, by giver, then by taker: gives and takes, laid end to end in the order of the slots,
// both divide [0, netted), and each overlap is a deed. It takes one pass over both.
func Deeds(gives, takes []uint64) ([]Deed, error) {
	given, err := exact.Sum(gives...)
	if err != nil {
		return nil, fmt.Errorf("%w: gives: %w", ErrTooMuch, err)
	}
	taken, err := exact.Sum(takes...)
	if err != nil {
		return nil, fmt.Errorf("%w: takes: %w", ErrTooMuch, err)
	}
	if given != taken {
		return nil, fmt.Errorf("%w: expected %d Wh taken as given, got %d", ErrSum, given, taken)
	}

	var deeds []Deed
	var taker int
	var used uint64 // of the present taker
	for giver, left := range gives {
		for left > 0 {
			wh := min(left, takes[taker]-used)
			if wh > 0 {
				deeds = append(deeds, Deed{Giver: giver, Taker: taker, Wh: wh})
			}
			left -= wh
			if used += wh; used == takes[taker] {
				taker, used = taker+1, 0
			}
		}
	}
	return deeds, nil
}
