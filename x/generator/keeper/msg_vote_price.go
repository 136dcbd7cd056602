package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// VotePrice sets, changes or clears the vote of an owner, which counts from the next day on. It updates two sums and reads no other vote.
func (s msgServer) VotePrice(goCtx context.Context, msg *types.MsgVotePrice) (*types.MsgVotePriceResponse, error) {
	// load
	ctx, account, g, purse, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, account)
	if err != nil {
		return nil, err
	}

	// decide
	err = state.ExpectStatus(g,
		types.GENERATOR_STATUS_PENDING_INSTALL, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL,
		types.GENERATOR_STATUS_ACTIVE)
	if err != nil {
		return nil, err
	}
	vote, err := newVote(g, h, msg)
	if err != nil {
		return nil, err
	}

	// apply
	if err := market.SetVote(&purse, &h, vote, state.DayOf(ctx.BlockTime().Unix())); err != nil {
		return nil, err
	}
	next := state.NextPrice(purse)
	if err := s.SetPurse(ctx, g.Id, purse); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, account, h); err != nil {
		return nil, err
	}
	event := &types.EventPriceVoted{Generator: g.Id, Owner: h.Account, Price: purse.Price, NextPrice: next}
	if vote != nil {
		event.Shares, event.Vote = h.Shares, vote.Price
	}
	return &types.MsgVotePriceResponse{Price: purse.Price, NextPrice: next}, ctx.EventManager().EmitTypedEvent(event)
}

// newVote returns the vote of the message; nil clears it.
func newVote(g types.Generator, h types.Holding, msg *types.MsgVotePrice) (*types.Vote, error) {
	switch {
	case h.Shares == 0:
		return nil, types.ErrNotOwner.Wrapf("generator %d: expected an owner of at least 1 share, got %s", g.Id, h.Account)
	case msg.Clear && h.Vote == nil:
		return nil, types.ErrNoVote.Wrapf("generator %d: expected a vote of %s, got none", g.Id, h.Account)
	case msg.Clear:
		return nil, nil
	}
	if err := pricing.CheckVote(pricing.Price(msg.Price), pricing.Price(g.Bid.PriceCeiling)); err != nil {
		return nil, types.ErrVoteTooHigh.Wrapf("generator %d: expected at most %d usolar per %s, got %d",
			g.Id, g.Bid.PriceCeiling, g.Request.UnitLabel, msg.Price)
	}
	return &types.Vote{Price: msg.Price}, nil
}
