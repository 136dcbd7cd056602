package market

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// LeaseShares moves the weight of shares, and with it their revenue, to a lessee. Votes stay with the owner.
func LeaseShares(purse *types.Purse, from, to *types.Holding, shares uint64) error {
	if err := SettleHoldings(purse, from, to); err != nil {
		return err
	}
	if free := from.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", from.Generator, from.Account, free, shares)
	}
	from.LeasedOut += shares
	to.LeasedIn += shares
	return nil
}

// AddLease stores the lease of shares taken from a listing; it returns 0 for a sale.
func (k *Market) AddLease(ctx sdk.Context, from types.Listing, lessee state.Address, shares uint64, paid sdk.Coin) (uint64, error) {
	if from.LeaseUntil == 0 {
		return 0, nil
	}
	id, err := k.NextLease.Next(ctx)
	if err != nil {
		return 0, err
	}
	l := types.Lease{
		Id: id, Generator: from.Generator, Owner: from.Owner, Lessee: lessee.Text, Shares: shares, Paid: paid.Amount.Uint64(),
		From: ctx.BlockTime().Unix(), Until: from.LeaseUntil,
	}
	if err := k.Leases.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
		return 0, err
	}
	return id, k.Queue.Push(ctx, state.LeaseItem(l))
}

// EndLease returns the weight of leased shares to their owner. Revenue up to now is the lessee's.
func (k *Market) EndLease(ctx sdk.Context, generator, id uint64) error {
	key := collections.Join(generator, id)
	l, err := k.Leases.Get(ctx, key)
	if err != nil {
		return err
	}
	purse, err := k.Purses.Get(ctx, generator)
	if err != nil {
		return err
	}
	owner, err := k.ParseAddress(l.Owner)
	if err != nil {
		return err
	}
	lessee, err := k.ParseAddress(l.Lessee)
	if err != nil {
		return err
	}
	from, err := k.Holding(ctx, generator, lessee)
	if err != nil {
		return err
	}
	to, err := k.Holding(ctx, generator, owner)
	if err != nil {
		return err
	}
	if err := SettleHoldings(&purse, &from, &to); err != nil {
		return err
	}
	if err := Decrease(&from.LeasedIn, l.Shares); err != nil {
		return err
	}
	if err := Decrease(&to.LeasedOut, l.Shares); err != nil {
		return err
	}

	if err := k.SetHolding(ctx, lessee, from); err != nil {
		return err
	}
	if err := k.SetHolding(ctx, owner, to); err != nil {
		return err
	}
	if err := k.Leases.Remove(ctx, key); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventLeaseEnded{Lease: l})
}
