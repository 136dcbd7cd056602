package apportion

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/utilityd/utilityd/x/internal/exact"
)

var (
	// ErrNoWeight means that there is something to share and no weight.
	ErrNoWeight = errors.New("apportion: something to share and no weight")

	// ErrOffset means that an offset lies outside [0, weight).
	ErrOffset = errors.New("apportion: offset outside the weight")

	// ErrSum means that shares do not sum to the total; it is a broken invariant of this package.
	ErrSum = errors.New("apportion: shares do not sum to the total")
)

// Division shares a total among weights. It is a value: copying it is free and using it changes nothing. The zero
// Division shares nothing among no weight.
type Division struct {
	total, weight, offset uint64 // M, W and φ; φ < W unless both are 0, and M is 0 where W is
}

// New returns the division of total among weights that sum to weight, started at offset. The offset lies in [0, weight),
// or is 0 where the weight is 0; Offset gives one for each epoch. Nothing can be shared among no weight but nothing.
func New(total, weight, offset uint64) (Division, error) {
	if weight == 0 && total != 0 {
		return Division{}, fmt.Errorf("%w: expected a total of 0, got %d", ErrNoWeight, total)
	}
	if offset >= weight && offset != 0 {
		return Division{}, fmt.Errorf("%w: expected an offset below %d, got %d", ErrOffset, weight, offset)
	}
	return Division{total: total, weight: weight, offset: offset}, nil
}

// Total returns the total that is shared.
func (d Division) Total() uint64 { return d.total }

// Weight returns the sum of all weights.
func (d Division) Weight() uint64 { return d.weight }

// Offset returns the start of the division.
func (d Division) Offset() uint64 { return d.offset }

// Cut returns the sum of the shares of the weights before prefix: floor((M·prefix + φ) / W), from Cut(0) = 0 to Cut(W) = M. A
// prefix beyond W counts as W.
func (d Division) Cut(prefix uint64) uint64 {
	if prefix >= d.weight {
		return d.total
	}
	hi, lo := bits.Mul64(d.total, prefix)
	lo, carry := bits.Add64(lo, d.offset, 0)
	// The quotient is at most M and cannot overflow: M·P + φ ≤ M·(W−1) + (W−1) < (M+1)·W.
	q, _ := bits.Div64(hi+carry, lo, d.weight)
	return q
}

// Share returns the share of a weight after prefix: Cut(prefix+weight) − Cut(prefix), which is the floor or
// the ceiling of M·weight/W. A pass over all weights keeps the last cut instead, and so divides once per weight.
func (d Division) Share(prefix, weight uint64) uint64 {
	end, carry := bits.Add64(prefix, weight, 0)
	if carry != 0 {
		end = d.weight
	}
	return d.Cut(end) - d.Cut(prefix)
}

// turn is the fraction of the circle, of 2⁶⁴, by which the offset moves from one epoch to the next. It was searched for: its multiples
// fill the circle evenly, those of every epoch as those of every n-th, where n epochs divide a day or a week. The golden ratio fills it
// best in a row, but hardly moves at the same hour of every day.
const turn = 0xE1F3B0407965AAED

// Offset returns the offset of an epoch for weights that sum to weight: the fraction that epoch·turn takes of the
// circle, scaled to [0, weight) and rounded down. It is 0 in epoch 0, and 0 for no weight.
func Offset(epoch, weight uint64) uint64 {
	hi, _ := bits.Mul64(epoch*turn, weight)
	return hi
}

// Shares divides total among weights at once and returns the shares in the order of the weights.
func Shares(total uint64, weights []uint64, offset uint64) ([]uint64, error) {
	weight, err := exact.Sum(weights...)
	if err != nil {
		return nil, fmt.Errorf("sum of %d weights: %w", len(weights), err)
	}
	d, err := New(total, weight, offset)
	if err != nil {
		return nil, err
	}

	shares := make([]uint64, len(weights))
	var prefix, cut, sum uint64
	for i, w := range weights {
		prefix += w
		next := d.Cut(prefix)
		shares[i] = next - cut
		sum += shares[i]
		cut = next
	}
	if sum != total {
		return nil, fmt.Errorf("%w: expected %d, got %d", ErrSum, total, sum)
	}
	return shares, nil
}
