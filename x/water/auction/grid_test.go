package auction_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

func TestTheGrid(t *testing.T) {
	tests := []struct {
		price auction.Price

		floor, ceil auction.Price
	}{
		{price: 0, floor: 0, ceil: 0},
		{price: 1, floor: 1, ceil: 1},
		{price: 999, floor: 999, ceil: 999},
		{price: 1_000, floor: 1_000, ceil: 1_000},
		{price: 1_001, floor: 1_000, ceil: 1_010},
		{price: 1_234, floor: 1_230, ceil: 1_240},
		{price: 9_999, floor: 9_990, ceil: 10_000},
		{price: 10_001, floor: 10_000, ceil: 10_100},
		{price: 123_456_789, floor: 123_000_000, ceil: 124_000_000},
		{price: auction.MaxPrice, floor: auction.MaxPrice, ceil: auction.MaxPrice},
		{price: auction.MaxPrice + 1, floor: auction.MaxPrice, ceil: auction.MaxPrice},
		{price: 1<<64 - 1, floor: auction.MaxPrice, ceil: auction.MaxPrice},
	}
	for _, tc := range tests {
		floor, ceil := auction.Floor(tc.price).Price(), auction.Ceil(tc.price).Price()
		if floor != tc.floor || ceil != tc.ceil {
			t.Errorf("%d: expected between %d and %d, got %d and %d", tc.price, tc.floor, tc.ceil, floor, ceil)
		}
		if on := auction.LevelOf(tc.price) != 0; on != (tc.price > 0 && tc.price == tc.floor) {
			t.Errorf("%d: expected it on the grid if and only if it is its floor, got %t", tc.price, on)
		}
	}
}

// Levels and prices of the grid are one to one and in the same order, and neighbours differ by at most a hundredth.
func TestLevelsAreInTheOrderOfTheirPrices(t *testing.T) {
	for l := auction.Level(1); l <= auction.MaxLevel; l++ {
		p := l.Price()
		if got := auction.LevelOf(p); got != l {
			t.Fatalf("level %d: expected it back from its price %d, got %d", l, p, got)
		}
		if before := (l - 1).Price(); p <= before || p > 100 && (p-before)*100 > p {
			t.Fatalf("level %d: expected a price above %d, by at most a hundredth, got %d", l, before, p)
		}
	}
	if got := auction.Floor(auction.MaxPrice); got != auction.MaxLevel {
		t.Fatalf("expected the last level %d, got %d", auction.MaxLevel, got)
	}
}

func TestAReferenceMovesByUpToAFactorOfTwo(t *testing.T) {
	tests := []struct {
		name      string
		reference auction.Price
		target    auction.Price

		want auction.Price
	}{
		{name: "it stays", reference: 250, target: 250, want: 250},
		{name: "it reaches a target that is near", reference: 250, target: 333, want: 333},
		{name: "it is rounded down", reference: 1_000, target: 1_239, want: 1_230},
		{name: "it doubles at most", reference: 250, target: 25_000, want: 500},
		{name: "it doubles at most, rounded down", reference: 501, target: 25_000, want: 1_000},
		{name: "it halves at most", reference: 250, target: 0, want: 125},
		{name: "it halves at most, rounded up", reference: 501, target: 1, want: 251},
		{name: "it stays above 0", reference: 1, target: 0, want: 1},
		{name: "it grows from 1", reference: 1, target: 100, want: 2},
		{name: "it ends at the greatest price", reference: auction.MaxPrice, target: 1 << 50, want: auction.MaxPrice},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if got := auction.Follow(auction.LevelOf(tc.reference), tc.target).Price(); got != tc.want {
				t.Fatalf("expected %d, got %d", tc.want, got)
			}
		})
	}
	for l := auction.Level(1); l <= auction.MaxLevel; l++ {
		up, down := auction.Follow(l, 1<<50).Price(), auction.Follow(l, 0).Price()
		if p := l.Price(); up > 2*p || 2*down < p || down > p || up < min(p+1, auction.MaxPrice) {
			t.Fatalf("level %d: expected between half and twice %d, got %d and %d", l, p, down, up)
		}
	}
}
