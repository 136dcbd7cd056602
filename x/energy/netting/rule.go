package netting

import (
	"errors"
	"fmt"

	"github.com/utilityd/utilityd/x/internal/apportion"
)

var (
	// ErrKey means that the key is unknown.
	ErrKey = errors.New("netting: unknown key")

	// ErrTooMuch means that a sum or a product does not fit in 64 bits.
	ErrTooMuch = errors.New("netting: amount does not fit in 64 bits")

	// ErrNetted means that the amount to be netted is not what supply and demand allow, or not known yet.
	ErrNetted = errors.New("netting: wrong amount to be netted")

	// ErrCarry means that thousandths left from a former charge make a whole base unit.
	ErrCarry = errors.New("netting: thousandths carried make a whole unit")

	// ErrSum means that sums do not add up; members changed between two passes, or this package is broken.
	ErrSum = errors.New("netting: sums do not add up")
)

// Key is the rule by which a community shares its energy.
type Key uint8

const (
	// Dynamic shares in proportion to what each supplies and demands.
	Dynamic Key = 1
	// Static entitles each member to a fixed part of the supply, whether or not it needs it.
	Static Key = 2
	// Percent cuts shares to whole percents of the total and serves the other side first in, first served.
	Percent Key = 3
)

// String returns the name of the key as the issue of a community spells it.
func (k Key) String() string {
	switch k {
	case Dynamic:
		return "DYNAMIC"
	case Static:
		return "STATIC"
	case Percent:
		return "PERCENT"
	}
	return fmt.Sprintf("key %d", uint8(k))
}

// Terms are the terms of a community for an epoch.
type Terms struct {
	Key   Key
	Price uint64 // base units per kWh; 0: free

	// StaticTotal is the total of which the static weights are parts. Their sum counts if it is more, so 0 means their sum.
	StaticTotal uint64
}

// Rule shares the energy of one epoch: the key and the totals. It is small and may be copied.
type Rule struct {
	key    Key
	epoch  uint64
	totals Totals
	netted uint64 // M
	known  bool   // whether M is
	idle   bool   // whether nothing can be netted: no supply, no demand or no weight

	gives apportion.Division // M among the supplies
	takes apportion.Division // DYNAMIC: M among the demands; STATIC: S among the weights
}

// NewRule returns the rule of an epoch in which the sides of all members sum to totals. The price plays no part in it.
func NewRule(terms Terms, epoch uint64, totals Totals) (Rule, error) {
	if terms.Key < Dynamic || terms.Key > Percent {
		return Rule{}, fmt.Errorf("%w: expected DYNAMIC, STATIC or PERCENT, got %s", ErrKey, terms.Key)
	}
	r := Rule{key: terms.Key, epoch: epoch, totals: totals}

	limit := min(totals.Supply, totals.Demand)
	if r.key == Static && totals.Weight == 0 {
		limit = 0
	}
	r.idle = limit == 0
	if r.key == Static && !r.idle {
		var err error
		weight := max(terms.StaticTotal, totals.Weight)
		r.takes, err = apportion.New(totals.Supply, weight, apportion.Offset(epoch, weight))
		if err != nil {
			return Rule{}, fmt.Errorf("parts: %w", err)
		}
	}
	if r.key == Dynamic || r.idle {
		if err := r.setNetted(limit); err != nil {
			return Rule{}, err
		}
	}
	return r, nil
}

// NeedsMatch reports whether the netted amount still has to be found by a match pass over all members.
func (r *Rule) NeedsMatch() bool { return !r.known }

// SetNetted sets the sum that the match pass found. It must be possible, and the same if it is known already.
func (r *Rule) SetNetted(netted uint64) error {
	switch limit := min(r.totals.Supply, r.totals.Demand); {
	case r.known && netted != r.netted:
		return fmt.Errorf("%w: expected %d Wh, got %d", ErrNetted, r.netted, netted)
	case netted > limit:
		return fmt.Errorf("%w: expected at most %d Wh, got %d", ErrNetted, limit, netted)
	}
	return r.setNetted(netted)
}

func (r *Rule) setNetted(netted uint64) error {
	r.netted, r.known = netted, true
	if r.totals.Supply == 0 {
		return nil
	}

	var err error
	r.gives, err = apportion.New(netted, r.totals.Supply, apportion.Offset(r.epoch, r.totals.Supply))
	if err != nil {
		return fmt.Errorf("gives: %w", err)
	}
	if r.key != Dynamic {
		return nil
	}
	r.takes, err = apportion.New(netted, r.totals.Demand, apportion.Offset(r.epoch, r.totals.Demand))
	if err != nil {
		return fmt.Errorf("takes: %w", err)
	}
	return nil
}

// Key returns the key.
func (r *Rule) Key() Key { return r.key }

// Epoch returns the number of the epoch.
func (r *Rule) Epoch() uint64 { return r.epoch }

// Totals returns the sums of all sides.
func (r *Rule) Totals() Totals { return r.totals }

// Netted returns M, the energy that goes from member to member, Wh; 0 as long as NeedsMatch.
func (r *Rule) Netted() uint64 { return r.netted }
