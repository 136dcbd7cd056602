package netting

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// Member is the input of one member in an epoch; its weight only if it did not report.
type Member struct {
	ImportWh  uint64
	ExportWh  uint64
	CarriedWh int64 // CARRY: balance brought in; 0 with GRID
	// Export that is not renewable, Wh: if there is any, no surplus is given.
	NonRenewableWh uint64

	Weight     uint64 // static weight
	Prepaid    uint64 // base units
	CarryMilli uint64 // thousandths of a base unit left from former charges, below MilliPerUnit
}

// Share is the result of a member.
type Share struct {
	Side
	Withheld uint64 // Wh that took no part: not renewable, or not paid for
	Give     uint64 // Wh to the community
	Take     uint64 // Wh from the community
	Residual int64  // Wh left: a surplus above 0, a deficit below; to or from the grid, or carried

	Charge    uint64 // base units to be paid
	Credit    uint64 // base units earned
	LeftMilli uint64 // thousandths of a base unit that come on top of the next charge
}

// Result is a settled epoch.
type Result struct {
	Totals    Totals
	Netted    uint64  // Wh
	Collected uint64  // base units, paid and earned
	Shares    []Share // in the order of the members
}

// Settle nets an epoch at once, in the order of the members, those who did not report included. It is for small communities
// and for explaining; a large one is settled page by page with the same result.
func Settle(terms Terms, epoch uint64, members []Member) (Result, error) {
	shares := make([]Share, len(members))
	var totals Totals
	for i, m := range members {
		position := Position(m.ImportWh, m.ExportWh, m.CarriedWh)
		s := &shares[i]
		s.Residual = position
		s.Side, s.Withheld = SideOf(position, m.NonRenewableWh == 0, m.Weight, Affordable(m.Prepaid, terms.Price))
		if err := totals.Add(s.Side); err != nil {
			return Result{}, fmt.Errorf("member %d: %w", i, err)
		}
	}

	rule, err := NewRule(terms, epoch, totals)
	if err != nil {
		return Result{}, err
	}
	if rule.NeedsMatch() {
		var p Prefix
		var netted uint64
		for _, s := range shares {
			netted += rule.Partial(&p, s.Side)
		}
		if err := rule.SetNetted(netted); err != nil {
			return Result{}, err
		}
	}

	collected, err := rule.settle(terms.Price, members, shares)
	if err != nil {
		return Result{}, err
	}
	return Result{Totals: totals, Netted: rule.netted, Collected: collected, Shares: shares}, nil
}

// settle shares energy and money among members whose sides are known.
func (r *Rule) settle(price uint64, members []Member, shares []Share) (collected uint64, err error) {
	var p Prefix
	for i := range shares {
		s := &shares[i]
		s.Give, s.Take = r.Next(&p, s.Side)
		s.Residual += int64(s.Take) - int64(s.Give) //nolint:gosec // at most MaxEnergy
		s.Charge, s.LeftMilli, err = Charge(s.Take, price, members[i].CarryMilli)
		if err != nil {
			return 0, fmt.Errorf("member %d: %w", i, err)
		}
		if collected, err = exact.Add(collected, s.Charge); err != nil {
			return 0, fmt.Errorf("%w: charges up to member %d: %w", ErrTooMuch, i, err)
		}
	}
	if err := r.Check(p); err != nil {
		return 0, err
	}

	credits, err := r.Credits(collected)
	if err != nil {
		return 0, err
	}
	var given, credited uint64
	for i := range shares {
		s := &shares[i]
		s.Credit = credits.Of(given, s.Give)
		given += s.Give
		credited += s.Credit
	}
	if credited != collected {
		return 0, fmt.Errorf("%w: expected credits of %d as collected, got %d", ErrSum, collected, credited)
	}
	return collected, nil
}
