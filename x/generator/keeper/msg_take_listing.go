package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// TakeListing buys listed shares, or leases their revenue. The taker pays the owner; revenue up to now stays with its holder.
func (s msgServer) TakeListing(goCtx context.Context, msg *types.MsgTakeListing) (*types.MsgTakeListingResponse, error) {
	// load
	ctx, taker, g, purse, err := s.ofSigner(goCtx, "taker", msg.Taker, msg)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	l, err := s.Listing(ctx, g.Id, msg.Listing)
	if err != nil {
		return nil, err
	}
	owner, err := s.ParseAddress(l.Owner)
	if err != nil {
		return nil, err
	}
	from, err := s.Holding(ctx, g.Id, owner)
	if err != nil {
		return nil, err
	}
	to, err := s.Holding(ctx, g.Id, taker)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if err := expectTakeable(l, taker, msg.Shares, now); err != nil {
		return nil, err
	}
	if err := expectLease(g, l.LeaseUntil); err != nil {
		return nil, err
	}
	if l.RefundPerShare != purse.RefundPerShare {
		return nil, types.ErrListingOver.Wrapf("listing %d: expected shares with a refund of %d to come, got some whose trial has ended: "+
			"the refund is the seller's", l.Id, purse.RefundPerShare)
	}
	paid := market.PaymentCoin(g, msg.Shares*l.PricePerShare) // at most 10,000 · 2^46

	// apply
	l.Shares -= msg.Shares
	if err := market.Decrease(&from.Listed, msg.Shares); err != nil {
		return nil, err
	}
	lease := uint64(0)
	if l.LeaseUntil == 0 {
		if err := market.MoveShares(&purse, &from, &to, msg.Shares, state.DayOf(now)); err != nil {
			return nil, err
		}
		if err := s.SetHolding(ctx, taker, to); err != nil {
			return nil, err
		}
	} else {
		if err := market.LeaseShares(&purse, &from, msg.Shares, l.LeaseUntil); err != nil {
			return nil, err
		}
		if lease, err = s.StartLease(ctx, purse, l, taker, msg.Shares, paid); err != nil {
			return nil, err
		}
	}
	if err := s.SetPurse(ctx, g.Id, purse); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, owner, from); err != nil {
		return nil, err
	}
	if err := s.SetListing(ctx, l); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventListingTaken{
		Generator: l.Generator, Listing: l.Id, Owner: l.Owner, Taker: taker.Text, Shares: msg.Shares, Paid: paid,
		SharesLeft: l.Shares, Lease: lease,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgTakeListingResponse{Paid: paid, Lease: lease},
		s.Bank.SendCoins(ctx, taker.Bytes, owner.Bytes, sdk.NewCoins(paid))
}

// expectTakeable refuses the own listing of the taker, more shares than are left, and a listing or lease that is over, even
// if its block work is late or has failed.
func expectTakeable(l types.Listing, taker state.Address, shares uint64, now int64) error {
	switch {
	case l.Owner == taker.Text:
		return types.ErrOwnListing.Wrapf("listing %d: expected another account than %s", l.Id, l.Owner)
	case shares > l.Shares:
		return types.ErrNotEnoughShares.Wrapf("listing %d: expected 1 to %d, got %d", l.Id, l.Shares, shares)
	case l.ExpiresAt < now:
		return types.ErrListingOver.Wrapf("listing %d: expected an offer until %s at least, got one until %s",
			l.Id, check.Moment(now), check.Moment(l.ExpiresAt))
	case l.LeaseUntil != 0 && l.LeaseUntil <= now:
		return types.ErrListingOver.Wrapf("listing %d: expected a lease until after %s, got %s",
			l.Id, check.Moment(now), check.Moment(l.LeaseUntil))
	default:
		return nil
	}
}
