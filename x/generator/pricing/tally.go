package pricing

import (
	"errors"
	"fmt"
)

const (
	// TotalShares is the number of shares of a generator.
	TotalShares = 10_000
	// MaxPrice is the greatest price of a unit; with it no sum of votes exceeds 54 bits.
	MaxPrice Price = 1 << 40
)

var (
	// ErrAboveCeiling says that a vote is above the price that may be voted for.
	ErrAboveCeiling = errors.New("pricing: vote above the ceiling")
	// ErrTooManyShares says that more shares would have voted than there are.
	ErrTooManyShares = errors.New("pricing: more shares than there are")
	// ErrNotCounted says that a vote is taken back that the tally cannot hold.
	ErrNotCounted = errors.New("pricing: vote was not counted")
)

// Price is what a unit costs, in base units of the payment.
type Price uint64

// CheckVote returns an error unless owners may vote for the price.
func CheckVote(price, ceiling Price) error {
	if ceiling = min(ceiling, MaxPrice); price > ceiling {
		return fmt.Errorf("%w: expected at most %d, got %d", ErrAboveCeiling, ceiling, price)
	}
	return nil
}

// Tally is the votes of all owners, summed: it costs the same for one owner and for 10,000. The zero Tally has no votes.
type Tally struct {
	Sum    uint64 // of price times shares over those who voted; at most Shares·MaxPrice
	Shares uint64 // of those who voted; at most TotalShares
}

// Check returns an error unless some votes come to the tally.
func (t Tally) Check() error {
	if t.Shares > TotalShares {
		return fmt.Errorf("%w: expected at most %d, got %d", ErrTooManyShares, TotalShares, t.Shares)
	}
	if t.Sum > t.Shares*uint64(MaxPrice) {
		return fmt.Errorf("%w: expected a sum of at most %d of %d shares, got %d", ErrNotCounted, t.Shares*uint64(MaxPrice), t.Shares, t.Sum)
	}
	return nil
}

// sound is what every change of a tally starts from; then no sum in it can overflow.
func (t Tally) sound(price Price) error {
	if err := t.Check(); err != nil {
		return err
	}
	return CheckVote(price, MaxPrice)
}

// Vote counts shares for a price: an owner votes, or one who has voted gets more shares.
func (t Tally) Vote(price Price, shares uint64) (Tally, error) {
	if err := t.sound(price); err != nil {
		return t, err
	}
	if shares > TotalShares || t.Shares > TotalShares-shares {
		return t, fmt.Errorf("%w: expected at most %d, got %d and %d", ErrTooManyShares, TotalShares, t.Shares, shares)
	}
	return Tally{Sum: t.Sum + uint64(price)*shares, Shares: t.Shares + shares}, nil
}

// Remove takes back what Vote counted: an owner takes the vote back, or one who has voted parts with shares.
func (t Tally) Remove(price Price, shares uint64) (Tally, error) {
	if err := t.sound(price); err != nil {
		return t, err
	}
	if shares > t.Shares {
		return t, fmt.Errorf("%w: expected at most %d shares, got %d", ErrNotCounted, t.Shares, shares)
	}
	counted := uint64(price) * shares
	if counted > t.Sum {
		return t, fmt.Errorf("%w: expected at most %d in all, got %d times %d", ErrNotCounted, t.Sum, price, shares)
	}
	next := Tally{Sum: t.Sum - counted, Shares: t.Shares - shares}
	if err := next.Check(); err != nil {
		return t, err
	}
	return next, nil
}

// Change counts shares for another price than before: their owner changes the vote, or they go from one who voted for the
// former price to one who voted for the latter.
func (t Tally) Change(from, to Price, shares uint64) (Tally, error) {
	rest, err := t.Remove(from, shares)
	if err != nil {
		return t, err
	}
	next, err := rest.Vote(to, shares)
	if err != nil {
		return t, err
	}
	return next, nil
}

// Price returns the mean of the votes by shares, rounded down in favour of the buyers, and false if nobody voted: then units
// are free.
func (t Tally) Price() (Price, bool) {
	if t.Shares == 0 {
		return 0, false
	}
	return Price(t.Sum / t.Shares), true
}
