package auction

import (
	"errors"
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

var (
	// ErrSide means that an order neither buys nor sells.
	ErrSide = errors.New("auction: unknown side")

	// ErrLimit means that an order has no price limit.
	ErrLimit = errors.New("auction: limit is below 1")

	// ErrLitres means that an order is for nothing, or for more litres than an order can have.
	ErrLitres = errors.New("auction: litres out of range")

	// ErrTooMuch means that limit times litres, or a sum of such products, is more money than an escrow can hold.
	ErrTooMuch = errors.New("auction: too much money")

	// ErrTooMany means that a book has more orders than can be cleared at once.
	ErrTooMany = errors.New("auction: too many orders")

	// ErrBeyond means that a deal lies beyond what its order allows.
	ErrBeyond = errors.New("auction: deal beyond the order")

	// ErrFull means that a side is full of orders that are as good as the new one or better.
	ErrFull = errors.New("auction: side of the book is full")

	// ErrSum means that the deals do not add up; it is a broken invariant of this package.
	ErrSum = errors.New("auction: deals do not add up")
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

	// MaxEscrow is the maximum worth of an order at its limit, and of all buy orders of a book together.
	MaxEscrow Money = 1<<62 - 1

	// MaxOrders is the maximum number of orders of a book: their litres fit in 60 bits.
	MaxOrders = 1 << 20
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

// Order wants to buy at most Litres for at most Limit each, or to sell at most Litres for at least Limit each.
type Order struct {
	Side   Side
	Limit  Price  // from 1
	Litres Litres // from 1 to MaxLitres
}

// Validate returns an error for an invalid order.
func (o Order) Validate() error {
	switch {
	case o.Side != Buy && o.Side != Sell:
		return fmt.Errorf("%w: expected buy or sell, got %s", ErrSide, o.Side)
	case o.Limit == 0:
		return fmt.Errorf("%w: expected at least 1, got 0", ErrLimit)
	case o.Litres == 0 || o.Litres > MaxLitres:
		return fmt.Errorf("%w: expected 1 to %d, got %d", ErrLitres, MaxLitres, o.Litres)
	}
	_, err := worth(o.Litres, o.Limit)
	return err
}

// Escrow returns the escrow of an order, which covers every price: a buyer's money at the
// limit, or a seller's litres.
func (o Order) Escrow() (money Money, litres Litres, err error) {
	if err := o.Validate(); err != nil {
		return 0, 0, err
	}
	if o.Side == Sell {
		return 0, o.Litres, nil
	}
	money, err = worth(o.Litres, o.Limit)
	return money, 0, err
}

// Accepts reports whether the order trades at a price.
func (o Order) Accepts(p Price) bool {
	if o.Side == Buy {
		return p <= o.Limit
	}
	return p >= o.Limit
}

// worth returns litres times price, which is exact, if an escrow can hold it.
func worth(litres Litres, price Price) (Money, error) {
	product, err := exact.Mul(uint64(litres), uint64(price))
	if err != nil || product > uint64(MaxEscrow) {
		return 0, fmt.Errorf("%w: expected at most %d, got %d litres at %d", ErrTooMuch, MaxEscrow, litres, price)
	}
	return Money(product), nil
}
