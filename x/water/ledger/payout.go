package ledger

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/apportion"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Producer is what decides on the pay of a source for a period.
type Producer struct {
	Remuneration uint64 // for the whole period
	Served       uint64 // seconds of it in which it was active
	Stored       uint64 // litres that it stored in it
}

// Payout is what becomes of the pot of a period. Paid is the sum of the shares; Paid + GivenBack is the pot.
type Payout struct {
	Shares    []uint64 // of the sources, in the caller's order
	Paid      uint64
	GivenBack uint64 // that no producer earned, to the subscribers
}

// Pay divides the pot of a period among the producers that stored water in it: each gets the part of its remuneration for the time that it
// served, rounded down, whatever its volume. If the pot is short they get parts of it by what each earned. The rest goes back to
// those who paid it.
func Pay(period, seconds, pot uint64, producers []Producer) (Payout, error) {
	earned := make([]uint64, len(producers))
	for i, p := range producers {
		if p.Stored == 0 || seconds == 0 {
			continue
		}
		var err error
		if earned[i], err = exact.MulDivFloor(p.Remuneration, min(p.Served, seconds), seconds); err != nil {
			return Payout{}, fmt.Errorf("producer %d: %w", i, err)
		}
	}
	due, err := exact.Sum(earned...)
	if err != nil {
		return Payout{}, fmt.Errorf("remunerations: %w", err)
	}
	p := Payout{Shares: earned, Paid: min(due, pot)}
	p.GivenBack = pot - p.Paid
	if p.Paid == due {
		return p, nil
	}
	p.Shares, err = apportion.Shares(p.Paid, earned, apportion.Offset(period, due))
	if err != nil {
		return Payout{}, fmt.Errorf("shares: %w", err)
	}
	return p, nil
}
