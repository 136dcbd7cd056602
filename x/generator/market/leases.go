package market

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// LeaseShares gives the weight of shares, and with it their revenue, to another. Votes stay with the owner.
func LeaseShares(b *types.Books, from, to *types.Holding, shares uint64) error {
	if err := Settle(b, from, to); err != nil {
		return err
	}
	if free := from.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", from.Generator, from.Account, free, shares)
	}
	from.LeasedOut += shares
	to.LeasedIn += shares
	return nil
}

// NewLease writes down a lease of what was taken of an offer; 0: the offer is a sale.
func (k *Market) NewLease(ctx sdk.Context, of types.Listing, lessee state.Address, shares uint64, paid sdk.Coin) (uint64, error) {
	if of.LeaseUntil == 0 {
		return 0, nil
	}
	id, err := k.NextLease.Next(ctx)
	if err != nil {
		return 0, err
	}
	l := types.Lease{
		Id: id, Generator: of.Generator, Owner: of.Owner, Lessee: lessee.Text, Shares: shares, Paid: paid.Amount.Uint64(),
		From: ctx.BlockTime().Unix(), Until: of.LeaseUntil,
	}
	if err := k.Leases.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
		return 0, err
	}
	return id, k.Queue.Push(ctx, state.LeaseItem(l))
}

// EndLease gives the revenue of leased shares back to their owner. What came in up to now is the lessee's.
func (k *Market) EndLease(ctx sdk.Context, generator, id uint64) error {
	key := collections.Join(generator, id)
	l, err := k.Leases.Get(ctx, key)
	if err != nil {
		return err
	}
	b, err := k.Books.Get(ctx, generator)
	if err != nil {
		return err
	}
	owner, err := k.Stored(l.Owner)
	if err != nil {
		return err
	}
	lessee, err := k.Stored(l.Lessee)
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
	if err := Settle(&b, &from, &to); err != nil {
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
