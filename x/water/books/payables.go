package books

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// ComputePayout returns the sources that are paid for the running period, and their pay by the present pot and fund. A source is paid for
// the periods that started after it became active.
func (b *Books) ComputePayout(ctx context.Context, p *types.Period) ([]*types.Source, ledger.Payout, error) {
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, ledger.Payout{}, err
	}
	active, err := b.activeSources(ctx)
	if err != nil {
		return nil, ledger.Payout{}, err
	}
	var paid []*types.Source
	var remunerations []uint64
	for _, s := range active {
		if s.FromPeriod <= p.Number {
			paid = append(paid, s)
			remunerations = append(remunerations, s.Remuneration)
		}
	}
	payout, err := ledger.Pay(p.Number, b.Water.Minted, p.Pot, purse.Stabilisation, remunerations)
	return paid, payout, err
}

// payProducers credits the producers of a period that ends with their remunerations.
func (b *Books) payProducers(ctx context.Context, p, next *types.Period) (ledger.Payout, error) {
	purse, err := b.Purse(ctx)
	if err != nil {
		return ledger.Payout{}, err
	}
	sources, paid, err := b.ComputePayout(ctx, p)
	if err != nil {
		return ledger.Payout{}, err
	}

	purse.Pots -= p.Pot - paid.Carried
	purse.Stabilisation += paid.ToFund - paid.FromFund // modulo 2^64
	purse.Payable += paid.Paid
	next.Pot += paid.Carried
	for i, share := range paid.Shares {
		if err := b.credit(ctx, sources[i].Producer, share); err != nil {
			return ledger.Payout{}, err
		}
	}
	return paid, nil
}

// CreditRemainder credits the admin of an area whose last period has ended with the stabilisation fund and the rest of the last pot: no
// producer is paid from them any more, and they belong to no household.
func (b *Books) CreditRemainder(ctx context.Context, endless *types.Period) error {
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	rest := purse.Stabilisation + endless.Pot // each at most 2^62
	purse.Payable += rest
	purse.Pots -= endless.Pot
	purse.Stabilisation, endless.Pot = 0, 0
	return b.credit(ctx, b.Area.Admin, rest)
}

// credit adds to the payable of a producer, or of the admin of a closed area.
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
