package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// ListShares offers shares for sale, or their revenue for lease. Until they are taken they earn and vote for their owner.
func (s msgServer) ListShares(goCtx context.Context, msg *types.MsgListShares) (*types.MsgListSharesResponse, error) {
	// load
	ctx, owner, g, purse, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, owner)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if free := h.FreeShares(); msg.Shares > free {
		return nil, types.ErrSharesNotFree.Wrapf("generator %d, %s: expected at most %d, got %d", g.Id, owner.Text, free, msg.Shares)
	}
	if err := checkListingTimes(g, msg, now, types.Seconds(params.MaxListingSeconds)); err != nil {
		return nil, err
	}

	// apply
	h.Listed += msg.Shares
	id, err := s.NextListing.Next(ctx)
	if err != nil {
		return nil, err
	}
	l := types.Listing{
		Id: id, Generator: g.Id, Owner: owner.Text, Shares: msg.Shares, PricePerShare: msg.PricePerShare,
		ExpiresAt: msg.ExpiresAt, LeaseUntil: msg.LeaseUntil, RefundPerShare: purse.RefundPerShare,
	}
	if err := s.Listings.Set(ctx, collections.Join(l.Generator, l.Id), l); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, owner, h); err != nil {
		return nil, err
	}
	if err := s.Queue.Push(ctx, state.ListingItem(l)); err != nil {
		return nil, err
	}
	return &types.MsgListSharesResponse{Listing: id}, ctx.EventManager().EmitTypedEvent(&types.EventSharesListed{Listing: l})
}

// checkListingTimes checks the end of a listing and that of its lease.
func checkListingTimes(g types.Generator, msg *types.MsgListShares, now, longest int64) error {
	last := now + longest
	if msg.LeaseUntil > 0 {
		if rest := msg.LeaseUntil % types.SecondsPerDay; rest != 0 {
			return types.ErrBadExpiry.Wrapf("lease_until: expected the end of a day, next %d, got %d", msg.LeaseUntil-rest+types.SecondsPerDay, msg.LeaseUntil)
		}
		if err := expectLease(g, msg.LeaseUntil); err != nil {
			return err
		}
		last = min(last, msg.LeaseUntil)
	}
	if msg.ExpiresAt <= now || msg.ExpiresAt > last {
		return types.ErrBadExpiry.Wrapf("expires_at: expected %d to %d, got %d", now+1, last, msg.ExpiresAt)
	}
	return nil
}

// expectLease refuses a lease that would outlast the generator: its life, or an announced retirement.
func expectLease(g types.Generator, until int64) error {
	if until > g.SellsUntil() {
		return types.ErrLeaseTooLong.Wrapf("generator %d: expected a lease until %s at most, got %s",
			g.Id, check.Moment(g.SellsUntil()), check.Moment(until))
	}
	return nil
}
