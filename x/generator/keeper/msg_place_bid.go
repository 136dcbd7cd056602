package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// PlaceBid stores a bid for a generator and locks the bond of the provider.
func (s msgServer) PlaceBid(goCtx context.Context, msg *types.MsgPlaceBid) (*types.MsgPlaceBidResponse, error) {
	// load
	ctx, provider, g, purse, err := s.ofSigner(goCtx, "provider", msg.Provider, msg)
	if err != nil {
		return nil, err
	}
	exists, err := s.Bids.Has(ctx, collections.Join(g.Id, provider.Bytes))
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_OPEN_FOR_BIDS); err != nil {
		return nil, err
	}
	switch {
	case provider.Text == g.Request.Requester || provider.Text == g.Request.Arbiter:
		return nil, types.ErrRolesMixed.Wrapf("generator %d: expected a provider who is neither requester nor arbiter, got %s",
			g.Id, provider.Text)
	case exists:
		return nil, types.ErrBidExists.Wrapf("generator %d: expected no bid of %s, got a second one", g.Id, provider.Text)
	case msg.PriceCeiling > g.Request.MaxPrice:
		return nil, types.ErrCeilingTooHigh.Wrapf("generator %d: expected at most %d, got %d", g.Id, g.Request.MaxPrice, msg.PriceCeiling)
	}
	bid := msg.Bid()
	bid.Provider, bid.PlacedAt = provider.Text, now

	// apply
	if err := market.Increase(&purse.BidBonds, bid.Bond); err != nil {
		return nil, err
	}
	g.Bids++
	if err := s.Collect(ctx, provider, market.PaymentCoin(g, bid.Bond)); err != nil {
		return nil, err
	}
	if err := s.AddBid(ctx, provider, bid); err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	return &types.MsgPlaceBidResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventBidPlaced{Bid: bid})
}
