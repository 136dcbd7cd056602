package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// AddMembers writes seats and wallets of members without meters, for benchmarks.
func (k *Keeper) AddMembers(ctx context.Context, c types.Community, members uint64, prepaid func(slot uint64) uint64) error {
	c.Slots, c.Prepaid, c.StaticWeightSum = members, 0, members
	for slot := range members {
		c.Prepaid += prepaid(slot)
	}
	if err := k.SetCommunity(ctx, c); err != nil {
		return err
	}
	slots := make([]uint64, members)
	for i := range slots {
		slots[i] = uint64(i)
	}
	err := k.Seats.UpdateMany(ctx, c.Id, slots, func(_ int, pg *pages.Page, i int) error {
		state.SeatForm.Write(pg, i, types.Seat{StaticWeight: 1})
		return nil
	})
	if err != nil {
		return err
	}
	return k.Wallets.UpdateMany(ctx, c.Id, slots, func(n int, pg *pages.Page, i int) error {
		state.WalletForm.Write(pg, i, types.Wallet{Prepaid: prepaid(uint64(n))})
		return nil
	})
}

// Report writes the reports of an epoch and schedules its settlement, for benchmarks.
func (k *Keeper) Report(ctx context.Context, c types.Community, epoch uint64, now int64, report func(slot uint64) types.Interval) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	terms, err := k.TermsIn(ctx, c.Id, epoch)
	if err != nil {
		return err
	}
	if _, err := k.OpenSettlement(ctx, c, terms, epoch, now, params); err != nil {
		return err
	}
	slots := make([]uint64, c.Slots)
	for i := range slots {
		slots[i] = uint64(i)
	}
	key := collections.Join(c.Id, epoch)
	return k.Intervals.UpdateMany(ctx, key, slots, func(n int, pg *pages.Page, i int) error {
		state.IntervalForm.Write(pg, i, report(uint64(n)))
		return nil
	})
}

// RemoveTerms removes the terms of a community, so that its settlements fail.
func (k *Keeper) RemoveTerms(ctx context.Context, community uint64) ([]types.Terms, error) {
	var all []types.Terms
	err := k.Terms.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](community), func(_ state.EpochKey, t types.Terms) (bool, error) {
		all = append(all, t)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if err := k.Terms.Remove(ctx, collections.Join(community, t.FromEpoch)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RestoreTerms restores removed terms.
func (k *Keeper) RestoreTerms(ctx context.Context, community uint64, terms []types.Terms) error {
	for _, t := range terms {
		if err := k.SetTerms(ctx, community, t); err != nil {
			return err
		}
	}
	return nil
}
