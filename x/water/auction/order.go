package auction

import (
	"errors"
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

var (
	// ErrSide means that an order neither buys nor sells.
	ErrSide = errors.New("auction: unknown side")

	// ErrLimit means that a limit is not a price of the grid.
	ErrLimit = errors.New("auction: limit is not on the grid")

	// ErrLitres means that an order is for nothing, or for more litres than an order can have.
	ErrLitres = errors.New("auction: litres out of range")

	// ErrTooMuch means that litres, or litres times a price, do not fit in their bounds.
	ErrTooMuch = errors.New("auction: too much to add up")

	// ErrBook means that the steps of a book are out of order, or empty.
	ErrBook = errors.New("auction: invalid book")
)

type (
	// Price is money per litre, in base units.
	Price uint64
	// Litres is an amount of water.
	Litres uint64
	// Money is an amount of money, in base units.
	Money uint64
)

const (
	// MaxLitres is the maximum of one order.
	MaxLitres Litres = 1<<40 - 1

	// MaxSideLitres is the maximum of all orders of a side: 2^21 orders of MaxLitres are less.
	MaxSideLitres Litres = 1 << 61

	// MaxEscrow is the maximum worth of an order at its limit, and of all buy orders of a book together.
	MaxEscrow Money = 1<<62 - 1
)

// Side is the side of the book.
type Side uint8

const (
	// Buy buys litres.
	Buy Side = 1
	// Sell sells litres.
	Sell Side = 2
)

// String returns the name of the side.
func (s Side) String() string {
	switch s {
	case Buy:
		return "buy"
	case Sell:
		return "sell"
	}
	return fmt.Sprintf("side %d", uint8(s))
}

// Order buys at most Litres for at most the price of Limit each, or sells at most Litres for at least that price.
type Order struct {
	Side   Side
	Limit  Level
	Litres Litres // from 1 to MaxLitres
	Before Litres // of the orders that were placed earlier on its side and level
}

// Validate returns an error for an invalid order.
func (o Order) Validate() error {
	switch {
	case o.Side != Buy && o.Side != Sell:
		return fmt.Errorf("%w: expected buy or sell, got %s", ErrSide, o.Side)
	case o.Limit == 0 || o.Limit > MaxLevel:
		return fmt.Errorf("%w: expected level 1 to %d, got %d", ErrLimit, MaxLevel, o.Limit)
	case o.Litres == 0 || o.Litres > MaxLitres:
		return fmt.Errorf("%w: expected 1 to %d, got %d", ErrLitres, MaxLitres, o.Litres)
	case o.Before > MaxSideLitres:
		return fmt.Errorf("%w: expected at most %d litres before, got %d", ErrTooMuch, MaxSideLitres, o.Before)
	}
	_, err := worth(o.Litres, o.Limit)
	return err
}

// Accepts reports whether the order trades at the price of a level.
func (o Order) Accepts(price Level) bool { return price > 0 && o.Side.accepts(o.Limit, price) }

// accepts reports whether an order of the side with a limit trades at a price.
func (s Side) accepts(limit, price Level) bool {
	if s == Buy {
		return limit >= price
	}
	return limit <= price
}

// worth returns litres times a price, which is exact, if an escrow can hold it.
func worth(litres Litres, price Level) (Money, error) {
	product, err := exact.Mul(uint64(litres), uint64(price.Price()))
	if err != nil || product > uint64(MaxEscrow) {
		return 0, fmt.Errorf("%w: expected at most %d, got %d litres at %d", ErrTooMuch, MaxEscrow, litres, price.Price())
	}
	return Money(product), nil
}
