package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
)

// Begin is a state with parameters and nothing else.
func (k *Keeper) Begin(ctx context.Context, params types.Params) error {
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	return k.nextArea.Set(ctx, types.FirstArea)
}

// AreaState is all about an area.
func (k *Keeper) AreaState(ctx context.Context, id uint64) (s types.AreaState, err error) {
	if s.Area, err = k.area(ctx, id); err != nil {
		return s, err
	}
	if s.Ledger, err = k.ledgers.Get(ctx, id); err != nil {
		return s, err
	}
	if s.Purse, err = k.purses.Get(ctx, id); err != nil {
		return s, err
	}
	s.Counters, err = k.counters.Get(ctx, id)
	return s, err
}

// AccountIn is the account in a slot.
func (k *Keeper) AccountIn(ctx context.Context, area, slot uint64) (types.Account, error) {
	return k.account(ctx, area, slot)
}

// HoldingIn is the holding in a slot, as it is stored.
func (k *Keeper) HoldingIn(ctx context.Context, area, slot uint64) (types.Holding, error) {
	return k.holdings.Get(ctx, area, slot)
}

// SourceIn is a source.
func (k *Keeper) SourceIn(ctx context.Context, area, source uint64) (types.Source, error) {
	return k.source(ctx, area, source)
}

// PeriodIn is a period.
func (k *Keeper) PeriodIn(ctx context.Context, area, number uint64) (types.Period, error) {
	return k.period(ctx, area, number)
}

// ValveIn is the valve behind a meter; the zero Valve if there is none.
func (k *Keeper) ValveIn(ctx context.Context, meter uint64) (types.Valve, error) {
	v, _, err := k.valve(ctx, meter)
	return v, err
}

// PayableTo is what a producer can collect.
func (k *Keeper) PayableTo(ctx context.Context, area uint64, producer []byte) (uint64, error) {
	return k.payable(ctx, area, producer)
}

// SetPolicyOf changes the standing instructions of an account, past all rules.
func (k *Keeper) SetPolicyOf(ctx context.Context, area, slot uint64, policy types.Policy, prepaid uint64) error {
	b, err := k.open(ctx, area)
	if err != nil {
		return err
	}
	s, err := b.seat(ctx, slot)
	if err != nil {
		return err
	}
	purse, err := b.money(ctx)
	if err != nil {
		return err
	}
	purse.Prepaid += prepaid - s.account.now.Prepaid
	s.account.now.Policy, s.account.now.Prepaid = policy, prepaid
	if policy.AutoRenew {
		if err := b.scheduleRenewal(ctx, s); err != nil {
			return err
		}
	}
	return b.commit(ctx)
}

// AddToFund credits the stabilisation fund of an area.
func (k *Keeper) AddToFund(ctx context.Context, area, amount uint64) error {
	p, err := k.purses.Get(ctx, area)
	if err != nil {
		return err
	}
	p.Stabilisation += amount
	return k.purses.Set(ctx, area, p)
}

// DropSource loses a source.
func (k *Keeper) DropSource(ctx context.Context, area, source uint64) error {
	return k.sources.Remove(ctx, collections.Join(area, source))
}

// PutSource finds it again.
func (k *Keeper) PutSource(ctx context.Context, s types.Source) error { return k.setSource(ctx, s) }

// OrderIn is the order of an account on a side, if it has one.
func (k *Keeper) OrderIn(ctx context.Context, area uint64, side types.OrderSide, slot uint64) (types.Order, bool, error) {
	return k.order(ctx, area, side, slot)
}

// AuctionIn is a past auction; the zero Auction if it is not kept.
func (k *Keeper) AuctionIn(ctx context.Context, area, number uint64) (types.Auction, error) {
	a, err := k.auctions.Get(ctx, collections.Join(area, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Auction{}, nil
	}
	return a, err
}

// IsClearing reports whether an auction is under way.
func (k *Keeper) IsClearing(ctx context.Context, area uint64) (bool, error) {
	return k.clearings.Has(ctx, area)
}

// Fill gives an area so many households of one person that take part in its running period, without accounts and meters, for
// benchmarks.
func (k *Keeper) Fill(ctx context.Context, area, households uint64) error {
	l, err := k.ledgers.Get(ctx, area)
	if err != nil {
		return err
	}
	l.Water.Persons, l.Lifeline.Persons = households, households
	if err := k.ledgers.Set(ctx, area, l); err != nil {
		return err
	}
	slots := make([]uint64, households)
	for i := range slots {
		slots[i] = uint64(i)
	}
	return k.holdings.UpdateMany(ctx, area, slots, func(_ int, pg *pages.Page, i int) error {
		holdingForm.Write(pg, i, types.Holding{Period: l.Period, Persons: 1})
		return nil
	})
}

// HoldingForm is how a holding is a row of numbers.
var HoldingForm = holdingForm
