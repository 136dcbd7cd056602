package apportion_test

import (
	"math/big"

	"pgregory.net/rapid"
)

// deal hands out the units one by one, as children would: unit k goes to the first member whose end, M·P + φ, reaches
// (k+1)·W. It is good for small numbers only.
func deal(total uint64, weights []uint64, offset uint64) []uint64 {
	weight := sum(weights)
	shares := make([]uint64, len(weights))
	for unit := range total {
		var prefix uint64
		for i, w := range weights {
			prefix += w
			if total*prefix+offset >= (unit+1)*weight {
				shares[i]++
				break
			}
		}
	}
	return shares
}

// slowCut is the definition in numbers of any length.
func slowCut(total, weight, offset, prefix uint64) uint64 {
	if weight == 0 {
		return 0
	}
	n := new(big.Int).Mul(wide(total), wide(prefix))
	n.Add(n, wide(offset))
	return n.Quo(n, wide(weight)).Uint64()
}

// slowOffset scales the fraction of the circle in numbers of any length.
func slowOffset(epoch, weight uint64) uint64 {
	fraction := new(big.Int).Mul(wide(epoch), wide(0xE1F3B0407965AAED))
	fraction.And(fraction, new(big.Int).SetUint64(1<<64-1))
	fraction.Mul(fraction, wide(weight))
	return fraction.Rsh(fraction, 64).Uint64()
}

func wide(x uint64) *big.Int { return new(big.Int).SetUint64(x) }

func sum(xs []uint64) (s uint64) {
	for _, x := range xs {
		s += x
	}
	return s
}

// division is a drawn case: total, weights, offset.
type division struct {
	total   uint64
	weights []uint64
	offset  uint64
}

// drawDivision draws up to 40 weights of any size whose sum fits in 64 bits; many are zero or equal.
func drawDivision(t *rapid.T) division {
	great := uint64(1) << rapid.IntRange(0, 58).Draw(t, "log weight")
	weights := rapid.SliceOfN(rapid.OneOf(
		rapid.Just(uint64(0)), rapid.Just(great), rapid.Uint64Range(0, great),
	), 0, 40).Draw(t, "weights")

	d := division{weights: weights}
	if w := sum(weights); w > 0 {
		d.total = rapid.OneOf(rapid.Uint64Range(0, 100), rapid.Uint64()).Draw(t, "total")
		d.offset = rapid.OneOf(rapid.Just(uint64(0)), rapid.Just(w-1), rapid.Uint64Range(0, w-1)).Draw(t, "offset")
	}
	return d
}
