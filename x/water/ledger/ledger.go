package ledger

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/utilityd/utilityd/x/internal/accrual"
)

var (
	// ErrLoss means that more would be lost than there is.
	ErrLoss = errors.New("ledger: loss is larger than the stock")

	// ErrOwing means that deficit and overdrafts together would be more than a ledger can hold.
	ErrOwing = errors.New("ledger: more would be owed than a ledger can hold")

	// ErrCapacity means that an area would have more room than it can have, or less than it needs.
	ErrCapacity = errors.New("ledger: capacity out of range")

	// ErrPersons means that an account has no persons, or more than there can be behind a meter.
	ErrPersons = errors.New("ledger: persons out of range")

	// ErrPeriod means that an account or a ledger would go back in time, or that the wrong period was given.
	ErrPeriod = errors.New("ledger: wrong period")

	// ErrSubscribed means that another subscription has to begin before the account can extend it.
	ErrSubscribed = errors.New("ledger: another subscription waits")

	// ErrBehind means that an account has to catch up with a period first.
	ErrBehind = errors.New("ledger: account is behind")

	// ErrBalance means that an account has less than it would give.
	ErrBalance = errors.New("ledger: balance is too small")

	// ErrSum means that sums do not add up: the input is broken, or this package is.
	ErrSum = errors.New("ledger: sums do not add up")
)

const (
	// MaxLitres is the largest overdraft of an account.
	MaxLitres = 1<<40 - 1

	// MaxCapacity is the most room that an area has.
	MaxCapacity = 1 << 50

	// MaxOwing is the most that the deficit and all overdrafts of an area come to.
	MaxOwing = 1 << 61

	// MaxPersons is the most people behind one meter.
	MaxPersons = 20
)

// Ledger is the water of an area, in litres. The zero Ledger is that of an area without sources and households.
type Ledger struct {
	Capacity  uint64 // room of all sources
	Stock     int64  // water that is there; below 0: more was drawn than the sources measured
	Deficit   uint64 // lost, or drawn by households that are gone: inflow repays it
	Overdraft uint64 // of all accounts
	Supply    uint64 // tokens that exist; Stock + Deficit + Overdraft

	// What the area keeps for its households. Σ balances + Module() = Supply.
	Reserve   uint64 // for lifelines to come
	Fresh     uint64 // part of the reserve: came in since the last tick
	Lifeline  uint64 // given to persons as lifeline and not used, in accounts or in the index
	Unsettled uint64 // in the water index: owed or carried
	Escrow    uint64 // in sell orders

	Period    uint64        // number of the running period; 0: none has started yet
	Water     accrual.Index // litres for each person that subscribed; with no persons it carries what comes in
	Residents accrual.Index // lifeline for each person that lives here, subscribed or not; it never carries
	Refund    accrual.Index // money for each person that subscribed, which no producer earned; its weight is that of the period that ends, and not kept
	Minted    uint64        // since the running period started

	Totals Totals
}

// Mark is a place in the indexes of subscribers: where they stood when a period started.
type Mark struct {
	Water, Refund uint64
}

// Mark returns the present place in the indexes of subscribers.
func (l Ledger) Mark() Mark { return Mark{Water: l.Water.Acc, Refund: l.Refund.Acc} }

// Totals are sums since the beginning. They stay at the greatest uint64 if they would pass it.
type Totals struct {
	Inflow    uint64 // measured by sources
	Minted    uint64
	Burned    uint64
	Lost      uint64
	Overflow  uint64 // measured by sources when there was no room
	Consumed  uint64 // measured by consumers
	Uncounted uint64 // part of it: beyond what can be owed
	Traded    uint64
}

// Terms are what the rules of an area say about lifelines.
type Terms struct {
	Lifeline    uint64 // litres for each person and day
	CapDays     uint64 // the most that an account keeps
	ReserveDays uint64 // what mints fill first, and the days over which it is stretched; 0 is 1
}

// Module returns what the area keeps for its households in its own account.
func (l Ledger) Module() uint64 { return l.Reserve + l.Lifeline + l.Unsettled + l.Escrow }

// Check reports whether the sums add up and everything is within its bounds. No function makes a ledger that does not pass from one
// that does.
func (l *Ledger) Check() error {
	owing, wrapped := bits.Add64(l.Deficit, l.Overdraft, 0)
	switch {
	case wrapped != 0 || owing > MaxOwing:
		return fmt.Errorf("%w: expected deficit and overdraft to be at most %d, got %d and %d", ErrSum, uint64(MaxOwing), l.Deficit, l.Overdraft)
	case l.Capacity > MaxCapacity || l.Stock > MaxCapacity:
		return fmt.Errorf("%w: expected capacity and stock to be at most %d, got %d and %d", ErrSum, uint64(MaxCapacity), l.Capacity, l.Stock)
	case l.Stock+int64(owing) < 0 || uint64(l.Stock+int64(owing)) != l.Supply: //nolint:gosec // both at most MaxOwing
		return fmt.Errorf("%w: expected stock %d, deficit %d and overdraft %d to be the supply, got %d",
			ErrSum, l.Stock, l.Deficit, l.Overdraft, l.Supply)
	case max(l.Reserve, l.Lifeline, l.Unsettled, l.Escrow) > l.Supply || l.Module() > l.Supply:
		return fmt.Errorf("%w: expected the area to keep at most the supply of %d, got %d, %d, %d and %d",
			ErrSum, l.Supply, l.Reserve, l.Lifeline, l.Unsettled, l.Escrow)
	case l.Water.Carry > l.Unsettled:
		return fmt.Errorf("%w: expected at most %d to be carried, got %d", ErrSum, l.Unsettled, l.Water.Carry)
	case l.Fresh > l.Reserve:
		return fmt.Errorf("%w: expected at most %d to be fresh, got %d", ErrSum, l.Reserve, l.Fresh)
	}
	return nil
}

// owingRoom returns how much more deficit or overdraft there can be.
func (l *Ledger) owingRoom() uint64 { return MaxOwing - min(l.Deficit+l.Overdraft, MaxOwing) }

// allot divides tokens that the area has among the persons of the running period. An index that is full - litres per person
// do not fit in 64 bits - leaves them to the reserve, which is for the same persons.
func (l *Ledger) allot(litres uint64) {
	if litres == 0 {
		return
	}
	water, err := l.Water.Add(litres)
	if err != nil {
		l.Reserve += litres
		return
	}
	l.Water = water
	l.Unsettled += litres
}

// burn destroys tokens.
func (l *Ledger) burn(litres uint64) {
	l.Supply -= litres
	add(&l.Totals.Burned, litres)
}

// add adds to a total, which stays at the greatest uint64.
func add(total *uint64, x uint64) {
	sum, carry := bits.Add64(*total, x, 0)
	*total = sum | -carry
}

// product returns a·b·c, or the greatest uint64.
func product(a, b, c uint64) uint64 {
	hi, ab := bits.Mul64(a, b)
	over, abc := bits.Mul64(ab, c)
	if hi != 0 && c != 0 || over != 0 {
		return ^uint64(0)
	}
	return abc
}
