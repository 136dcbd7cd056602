package ledger

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/apportion"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Payout is what becomes of the money of a period. Paid is the sum of the shares; Paid + ToFund + Carried is the pot and what came
// FromFund.
type Payout struct {
	Shares   []uint64 // of the sources, in the caller's order
	Paid     uint64
	FromFund uint64 // because the pot fell short
	ToFund   uint64 // because the pot had more
	Carried  uint64 // to the next pot, because nothing was minted
}

// Pay divides the pot of a period among its sources: each gets its remuneration, whatever its volume. If the pot is short the
// stabilisation fund helps, and if that is not enough they get parts of what there is, by remuneration. In a period without a
// mint no producer is paid and the pot moves to the next one.
func Pay(period, minted, pot, fund uint64, remunerations []uint64) (Payout, error) {
	due, err := exact.Sum(remunerations...)
	if err != nil {
		return Payout{}, fmt.Errorf("remunerations: %w", err)
	}
	p := Payout{Shares: make([]uint64, len(remunerations))}
	if minted == 0 {
		p.Carried = pot
		return p, nil
	}

	p.FromFund = min(due-min(due, pot), fund)
	have, err := exact.Add(pot, p.FromFund)
	if err != nil {
		return Payout{}, fmt.Errorf("pot and fund: %w", err)
	}
	p.Paid = min(due, have)
	p.ToFund = have - p.Paid
	if p.Paid == due {
		copy(p.Shares, remunerations)
		return p, nil
	}
	p.Shares, err = apportion.Shares(p.Paid, remunerations, apportion.Offset(period, due))
	if err != nil {
		return Payout{}, fmt.Errorf("shares: %w", err)
	}
	return p, nil
}
