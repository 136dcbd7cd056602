package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Pledge pays for whole shares, first come, first served. The last one completes the funding and credits the upfront part to
// the provider.
func (s msgServer) Pledge(goCtx context.Context, msg *types.MsgPledge) (*types.MsgPledgeResponse, error) {
	// load
	ctx, financier, g, purse, err := s.ofSigner(goCtx, "financier", msg.Financier, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, financier)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_FUNDING); err != nil {
		return nil, err
	}
	if left := g.SharesLeft(); msg.Shares > left {
		return nil, types.ErrNotEnoughShares.Wrapf("generator %d: expected 1 to %d, got %d", g.Id, left, msg.Shares)
	}
	price, err := pricing.Pledge(g.Bid.Cost, msg.Shares)
	if err != nil {
		return nil, err
	}
	paid := market.PaymentCoin(g, price)

	// apply
	if err := market.MintShares(&g, &purse, &h, msg.Shares); err != nil {
		return nil, err
	}
	if err := market.Increase(&purse.Pledged, price); err != nil {
		return nil, err
	}
	if err := market.Increase(&h.Pledged, price); err != nil {
		return nil, err
	}
	if err := s.Collect(ctx, financier, paid); err != nil {
		return nil, err
	}
	if err := s.SetHolding(ctx, financier, h); err != nil {
		return nil, err
	}
	err = ctx.EventManager().EmitTypedEvent(&types.EventSharesPledged{
		Generator: g.Id, Financier: financier.Text, Shares: msg.Shares, Paid: paid,
		SharesLeft: types.TotalShares - g.Shares,
	})
	if err != nil {
		return nil, err
	}
	if g.SharesLeft() == 0 {
		if err := s.CompleteFunding(ctx, &g, &purse); err != nil {
			return nil, err
		}
	}
	return &types.MsgPledgeResponse{Paid: paid, SharesLeft: g.SharesLeft()}, s.SetGeneratorWithPurse(ctx, g, purse)
}
