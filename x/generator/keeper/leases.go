package keeper

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// leaseShares gives the weight of shares, and with it their revenue, to another. Votes stay with the owner.
func leaseShares(b *types.Books, from, to *types.Holding, shares uint64) error {
	if err := settle(b, from, to); err != nil {
		return err
	}
	if free := from.FreeShares(); shares > free {
		return types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", from.Generator, from.Account, free, shares)
	}
	from.LeasedOut += shares
	to.LeasedIn += shares
	return nil
}

// newLease writes down a lease of what was taken of an offer; 0: the offer is a sale.
func (k *Keeper) newLease(ctx sdk.Context, of types.Listing, lessee account, shares uint64, paid sdk.Coin) (uint64, error) {
	if of.LeaseUntil == 0 {
		return 0, nil
	}
	id, err := k.nextLease.Next(ctx)
	if err != nil {
		return 0, err
	}
	l := types.Lease{
		Id: id, Generator: of.Generator, Owner: of.Owner, Lessee: lessee.Text, Shares: shares, Paid: paid.Amount.Uint64(),
		From: ctx.BlockTime().Unix(), Until: of.LeaseUntil,
	}
	if err := k.leases.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
		return 0, err
	}
	return id, k.work.Push(ctx, leaseItem(l))
}

// endLease gives the revenue of leased shares back to their owner. What came in up to now is the lessee's.
func (k *Keeper) endLease(ctx sdk.Context, generator, id uint64) error {
	key := collections.Join(generator, id)
	l, err := k.leases.Get(ctx, key)
	if err != nil {
		return err
	}
	b, err := k.books.Get(ctx, generator)
	if err != nil {
		return err
	}
	owner, err := k.stored(l.Owner)
	if err != nil {
		return err
	}
	lessee, err := k.stored(l.Lessee)
	if err != nil {
		return err
	}
	from, err := k.holding(ctx, generator, lessee)
	if err != nil {
		return err
	}
	to, err := k.holding(ctx, generator, owner)
	if err != nil {
		return err
	}
	if err := settle(&b, &from, &to); err != nil {
		return err
	}
	if err := decrease(&from.LeasedIn, l.Shares); err != nil {
		return err
	}
	if err := decrease(&to.LeasedOut, l.Shares); err != nil {
		return err
	}

	if err := k.setHolding(ctx, lessee, from); err != nil {
		return err
	}
	if err := k.setHolding(ctx, owner, to); err != nil {
		return err
	}
	if err := k.leases.Remove(ctx, key); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventLeaseEnded{Lease: l})
}

// leaseItem is the end of a lease: there is always one, waiting or parked.
func leaseItem(l types.Lease) queue.Item {
	return item(l.Until, types.KindLease, l.Generator, l.Id)
}
