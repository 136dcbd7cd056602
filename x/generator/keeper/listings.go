package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// listing is an offer of shares of a generator by its number.
func (k *Keeper) listing(ctx context.Context, generator, id uint64) (types.Listing, error) {
	l, err := k.listings.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Listing{}, types.ErrListingNotFound.Wrapf("generator %d: expected the number of a listing, got %d", generator, id)
	}
	return l, err
}

// setListing stores what is left of an offer, or removes it with its end if nothing is.
func (k *Keeper) setListing(ctx context.Context, l types.Listing) error {
	key := collections.Join(l.Generator, l.Id)
	if l.Shares > 0 {
		return k.listings.Set(ctx, key, l)
	}
	if err := k.work.Cancel(ctx, listingItem(l)); err != nil {
		return err
	}
	return k.listings.Remove(ctx, key)
}

// expireListing ends an offer whose time is over.
func (k *Keeper) expireListing(ctx sdk.Context, generator, id uint64) error {
	l, err := k.listing(ctx, generator, id)
	if err != nil {
		return err
	}
	return k.endListing(ctx, l, types.ReasonExpired)
}

// endListing removes an offer. What was not taken is free again.
func (k *Keeper) endListing(ctx sdk.Context, l types.Listing, reason string) error {
	owner, err := k.stored(l.Owner)
	if err != nil {
		return err
	}
	h, err := k.holding(ctx, l.Generator, owner)
	if err != nil {
		return err
	}
	if err := decrease(&h.Listed, l.Shares); err != nil {
		return err
	}
	if err := k.setHolding(ctx, owner, h); err != nil {
		return err
	}
	if err := k.listings.Remove(ctx, collections.Join(l.Generator, l.Id)); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventListingEnded{
		Generator: l.Generator, Listing: l.Id, Shares: l.Shares, Reason: reason,
	})
}

// listingItem is the end of an offer: there is always one, waiting or parked.
func listingItem(l types.Listing) queue.Item {
	return item(l.ExpiresAt, types.KindListing, l.Generator, l.Id)
}
