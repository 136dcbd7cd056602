package books

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// Reckon is what the sources get for the running period as things are now, and who they are. A source is paid for a period that it
// lived through from its start to its end.
func (b *Books) Reckon(ctx context.Context, p *types.Period) ([]*types.Source, ledger.Payout, error) {
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
	sources, paid, err := b.Reckon(ctx, p)
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

// WindUp credits the admin of an area whose last period has ended with what no producer is paid any more: the stabilisation fund
// and what the last pot carried over. Nothing of it is a household's, and nothing may be left to nobody.
func (b *Books) WindUp(ctx context.Context, endless *types.Period) error {
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

// credit adds to what a producer, or the admin of a closed area, can collect.
func (b *Books) credit(ctx context.Context, producer string, amount uint64) error {
	if amount == 0 {
		return nil
	}
	to, err := b.ReadAddress("producer", producer)
	if err != nil {
		return err
	}
	had, err := b.Payable(ctx, b.Area.Id, to.Bytes)
	if err != nil {
		return err
	}
	return b.Payables.Set(ctx, collections.Join(b.Area.Id, to.Bytes), had+amount)
}
