package books

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// ComputePayout returns the sources that serve the running period, and their pay by the present pot. A source is paid from the first period on
// whose enrolment had not opened when it became active.
func (b *Books) ComputePayout(ctx context.Context, p *types.Period) ([]*types.Source, ledger.Payout, error) {
	serving, err := b.servingSources(ctx)
	if err != nil {
		return nil, ledger.Payout{}, err
	}
	producers := make([]ledger.Producer, len(serving))
	for i, s := range serving {
		if s.FromPeriod <= p.Number {
			producers[i] = ledger.Producer{Remuneration: s.Remuneration, Served: s.Served(*p), Stored: s.PeriodStoredLitres}
		}
	}
	payout, err := ledger.Pay(p.Number, b.Area.PeriodSeconds, p.Pot, producers)
	return serving, payout, err
}

// payProducers credits the producers of a period that ends, and gives the rest of its pot back to its subscribers.
func (b *Books) payProducers(ctx context.Context, p *types.Period) (ledger.Payout, error) {
	purse, err := b.Purse(ctx)
	if err != nil {
		return ledger.Payout{}, err
	}
	serving, paid, err := b.ComputePayout(ctx, p)
	if err != nil {
		return ledger.Payout{}, err
	}
	if b.Water, err = b.Water.GiveBack(paid.GivenBack, p.Persons); err != nil {
		return ledger.Payout{}, err
	}

	purse.Pots -= p.Pot
	purse.Payable += paid.Paid
	purse.Refunds += paid.GivenBack
	for i, s := range serving {
		if err := b.credit(ctx, s.Producer, paid.Shares[i]); err != nil {
			return ledger.Payout{}, err
		}
		s.PeriodStoredLitres = 0
		if s.Status != types.SOURCE_STATUS_ENDED {
			continue
		}
		if err := b.closeSource(ctx, s); err != nil {
			return ledger.Payout{}, err
		}
	}
	return paid, nil
}

// credit adds to the payable of a producer.
func (b *Books) credit(ctx context.Context, producer string, amount uint64) error {
	if amount == 0 {
		return nil
	}
	to, err := b.ReadAddress("producer", producer)
	if err != nil {
		return err
	}
	payable, err := b.Payable(ctx, b.Area.Id, to.Bytes)
	if err != nil {
		return err
	}
	return b.Payables.Set(ctx, collections.Join(b.Area.Id, to.Bytes), payable+amount)
}
