package pricing

import (
	"errors"
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// AllBps is the whole, in ten-thousandths.
const AllBps = 10_000

var (
	// ErrAboveLimit means that a unit costs more than the limit of the buyer.
	ErrAboveLimit = errors.New("pricing: price above the buyer's limit")
	// ErrBps means that a part is greater than the whole.
	ErrBps = errors.New("pricing: more than all ten-thousandths")
	// ErrTooMuch means that an amount does not fit in 64 bits.
	ErrTooMuch = errors.New("pricing: amount does not fit in 64 bits")
	// ErrSum means that parts do not add up: this package is broken.
	ErrSum = errors.New("pricing: sums do not add up")
)

// SharePrice returns the price of one of 10,000 shares in a generator of that cost: cost/10,000, rounded up, so that
// the shares always pay for the cost. Maintenance gains the rest, see Surplus.
func SharePrice(cost uint64) uint64 {
	price := cost / TotalShares
	if cost%TotalShares > 0 {
		price++
	}
	return price
}

// Surplus returns the proceeds of 10,000 shares above the cost, less than 10,000; it goes to maintenance.
func Surplus(cost uint64) uint64 {
	return (TotalShares - cost%TotalShares) % TotalShares
}

// Pledge returns the exact price of shares in a generator of that cost.
func Pledge(cost, shares uint64) (uint64, error) {
	if shares > TotalShares {
		return 0, fmt.Errorf("%w: expected at most %d, got %d", ErrTooManyShares, TotalShares, shares)
	}
	amount, err := exact.Mul(SharePrice(cost), shares)
	if err != nil {
		return 0, fmt.Errorf("%w: %d shares at %d", ErrTooMuch, shares, SharePrice(cost))
	}
	return amount, nil
}

// Upfront returns the part of the cost that the provider gets when the last share is pledged, rounded down: the provider
// gets the rest later.
func Upfront(cost, bps uint64) (uint64, error) {
	return part(cost, bps)
}

// Split divides a payment between maintenance, rounded down, and owners, who gain the rest of the division.
func Split(payment, maintenanceBps uint64) (maintenance, owners uint64, err error) {
	if maintenance, err = part(payment, maintenanceBps); err != nil {
		return 0, 0, err
	}
	if owners, err = exact.Sub(payment, maintenance); err != nil {
		return 0, 0, fmt.Errorf("%w: %d of %d", ErrSum, maintenance, payment)
	}
	return maintenance, owners, nil
}

func part(amount, bps uint64) (uint64, error) {
	if bps > AllBps {
		return 0, fmt.Errorf("%w: expected at most %d, got %d", ErrBps, AllBps, bps)
	}
	return exact.MulDivFloor(amount, bps, AllBps)
}

// Purchase returns the exact price of units, if a unit costs at most limit. Free units pass every limit.
func Purchase(price Price, units uint64, limit Price) (uint64, error) {
	if price > limit {
		return 0, fmt.Errorf("%w: expected at most %d, got %d", ErrAboveLimit, limit, price)
	}
	cost, err := exact.Mul(uint64(price), units)
	if err != nil {
		return 0, fmt.Errorf("%w: %d units at %d", ErrTooMuch, units, price)
	}
	return cost, nil
}
