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
	// ErrAboveCeiling means that a vote is above the price that may be voted for.
	ErrAboveCeiling = errors.New("pricing: vote above the ceiling")
	// ErrTooManyShares means that more than all shares would have voted.
	ErrTooManyShares = errors.New("pricing: more shares than there are")
	// ErrNotCounted means that a vote to be removed cannot be in the tally.
	ErrNotCounted = errors.New("pricing: vote was not counted")
)

// Price is the price of a unit, in base units of the payment.
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
	Sum    uint64 // of price times shares over those account voted; at most Shares·MaxPrice
	Shares uint64 // of those account voted; at most TotalShares
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

// sound checks the tally and the price before a change, so that no sum can overflow.
func (t Tally) sound(price Price) error {
	if err := t.Check(); err != nil {
		return err
	}
	return CheckVote(price, MaxPrice)
}

// Vote adds shares to a price: an owner votes, or a voter gets more shares.
func (t Tally) Vote(price Price, shares uint64) (Tally, error) {
	if err := t.sound(price); err != nil {
		return t, err
	}
	if shares > TotalShares || t.Shares > TotalShares-shares {
		return t, fmt.Errorf("%w: expected at most %d, got %d and %d", ErrTooManyShares, TotalShares, t.Shares, shares)
	}
	return Tally{Sum: t.Sum + uint64(price)*shares, Shares: t.Shares + shares}, nil
}

// Remove subtracts what Vote added: an owner clears the vote, or a voter parts with shares.
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

// Change moves shares to another price: their owner changes the vote, or they go from a voter for the
// former price to a voter for the latter.
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

// Price returns the mean of the votes by shares, rounded down in favour of the buyers, and false if there are no votes: then units
// are free.
func (t Tally) Price() (Price, bool) {
	if t.Shares == 0 {
		return 0, false
	}
	return Price(t.Sum / t.Shares), true
}
