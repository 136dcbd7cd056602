package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// WithdrawBid removes an open bid and returns its bond. While the bid can be accepted it is binding.
func (s msgServer) WithdrawBid(goCtx context.Context, msg *types.MsgWithdrawBid) (*types.MsgWithdrawBidResponse, error) {
	// load
	ctx, provider, g, purse, err := s.ofSigner(goCtx, "provider", msg.Provider, msg)
	if err != nil {
		return nil, err
	}
	bid, err := s.Bid(ctx, g.Id, provider)
	if err != nil {
		return nil, err
	}

	// decide
	if g.Status == types.GENERATOR_STATUS_AWAITING_ACCEPTANCE {
		return nil, types.ErrWrongStatus.Wrapf("generator %d: expected any status but %s, got it", g.Id, state.StatusName(g.Status))
	}
	bond := market.PaymentCoin(g, bid.Bond)

	// apply
	if g.Status == types.GENERATOR_STATUS_OPEN_FOR_BIDS {
		g.Bids--
	}
	if err := market.Decrease(&purse.BidBonds, bid.Bond); err != nil {
		return nil, err
	}
	if err := s.RemoveBid(ctx, g.Id, provider); err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventBidWithdrawn{
		Generator: bid.Generator, Provider: bid.Provider, Bond: bond,
	}); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawBidResponse{Bond: bond}, s.Pay(ctx, provider, bond)
}
