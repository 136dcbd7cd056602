package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Begin writes a state of parameters only.
func (k *Keeper) Begin(ctx context.Context, params types.Params) error {
	if err := k.Params.Set(ctx, params); err != nil {
		return err
	}
	return k.NextArea.Set(ctx, types.FirstArea)
}

// AreaState returns an area with its records.
func (k *Keeper) AreaState(ctx context.Context, id uint64) (s types.AreaState, err error) {
	if s.Area, err = k.Area(ctx, id); err != nil {
		return s, err
	}
	if s.Ledger, err = k.Ledgers.Get(ctx, id); err != nil {
		return s, err
	}
	if s.Purse, err = k.Purses.Get(ctx, id); err != nil {
		return s, err
	}
	if s.Counters, err = k.Counters.Get(ctx, id); err != nil {
		return s, err
	}
	s.Market, err = k.Markets.Get(ctx, id)
	return s, err
}

// HoldingIn returns the stored holding in a slot.
func (k *Keeper) HoldingIn(ctx context.Context, area, slot uint64) (state.Holding, error) {
	return k.Holdings.Get(ctx, area, slot)
}

// ValveIn returns the valve behind a meter; the zero Valve if there is none.
func (k *Keeper) ValveIn(ctx context.Context, meter uint64) (types.Valve, error) {
	v, _, err := k.Valve(ctx, meter)
	return v, err
}

// SetPolicyOf changes the policy and the prepaid money of an account without checks.
func (k *Keeper) SetPolicyOf(ctx context.Context, area, slot uint64, policy types.Policy, prepaid uint64) error {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return err
	}
	s, err := b.Seat(ctx, slot)
	if err != nil {
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	purse.Prepaid += prepaid - s.Account.Now.Prepaid
	s.Account.Now.Policy, s.Account.Now.Prepaid = policy, prepaid
	s.Holding.Renews = policy.AutoRenew
	return b.Commit(ctx)
}

// DropSource removes the record of a source, so that its work fails.
func (k *Keeper) DropSource(ctx context.Context, area, source uint64) error {
	return k.Sources.Remove(ctx, collections.Join(area, source))
}

// AuctionIn returns a past auction; the zero Auction if it is not stored.
func (k *Keeper) AuctionIn(ctx context.Context, area, number uint64) (types.Auction, error) {
	a, err := k.Auctions.Get(ctx, collections.Join(area, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Auction{}, nil
	}
	return a, err
}

// LevelsOf returns the number of levels that are stored of an auction.
func (k *Keeper) LevelsOf(ctx context.Context, area, number uint64) (count int, err error) {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		for range lists.EachRecord(ctx, k.Levels, state.KeyOfBook(area, number, side), &err) {
			count++
		}
	}
	return count, err
}

// FillBook puts a number of orders into the levels of the next auction of an area, spread over all of them, without accounts: for benchmarks.
func (k *Keeper) FillBook(ctx context.Context, area, orders uint64) error {
	m, err := k.Markets.Get(ctx, area)
	if err != nil {
		return err
	}
	m.Orders += orders
	if err := k.Markets.Set(ctx, area, m); err != nil {
		return err
	}
	levels := make([]uint64, min(orders/2, uint64(auction.MaxLevel)))
	for i := range levels {
		levels[i] = 1 + uint64(i)
	}
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		err := k.Levels.UpdateMany(ctx, state.KeyOfBook(area, m.NextAuction(), side), levels, func(n int, pg *pages.Page, i int) error {
			state.LevelForm.Write(pg, i, state.Level{Litres: 10 * orders / uint64(len(levels))})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Fill adds households of one person to the running period of an area, without accounts and meters, for benchmarks.
func (k *Keeper) Fill(ctx context.Context, area, households uint64) error {
	l, err := k.Ledgers.Get(ctx, area)
	if err != nil {
		return err
	}
	l.Water.Persons, l.Lifeline.Persons = households, households
	if err := k.Ledgers.Set(ctx, area, l); err != nil {
		return err
	}
	slots := make([]uint64, households)
	for i := range slots {
		slots[i] = uint64(i)
	}
	return k.Holdings.UpdateMany(ctx, area, slots, func(_ int, pg *pages.Page, i int) error {
		state.HoldingForm.Write(pg, i, state.Holding{Holding: types.Holding{
			Persons: 1, Begun: true, Subscription: types.Subscription{FirstPeriod: l.Period, LastPeriod: l.Period, Persons: 1},
		}})
		return nil
	})
}
