package market

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// ExpireListing ends a listing whose time is over.
func (k *Market) ExpireListing(ctx sdk.Context, generator, id uint64) error {
	l, err := k.Listing(ctx, generator, id)
	if err != nil {
		return err
	}
	return k.EndListing(ctx, l, types.ReasonExpired)
}

// EndListing removes a listing. Shares that were not taken are free again.
func (k *Market) EndListing(ctx sdk.Context, l types.Listing, reason string) error {
	owner, err := k.ParseAddress(l.Owner)
	if err != nil {
		return err
	}
	h, err := k.Holding(ctx, l.Generator, owner)
	if err != nil {
		return err
	}
	if err := Decrease(&h.Listed, l.Shares); err != nil {
		return err
	}
	if err := k.SetHolding(ctx, owner, h); err != nil {
		return err
	}
	if err := k.Listings.Remove(ctx, collections.Join(l.Generator, l.Id)); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventListingEnded{
		Generator: l.Generator, Listing: l.Id, Shares: l.Shares, Reason: reason,
	})
}
