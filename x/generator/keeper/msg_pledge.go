package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Pledge pays for whole shares, first come until none is left. The last one funds the generator: the upfront part is the
// provider's then.
func (s msgServer) Pledge(goCtx context.Context, msg *types.MsgPledge) (*types.MsgPledgeResponse, error) {
	// load
	ctx, financier, g, b, err := s.ofSigner(goCtx, "financier", msg.Financier, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.holding(ctx, g.Id, financier)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectStatus(g, types.GENERATOR_STATUS_FUNDING); err != nil {
		return nil, err
	}
	if left := g.SharesLeft(); msg.Shares > left {
		return nil, types.ErrNotEnoughShares.Wrapf("generator %d: expected 1 to %d, got %d", g.Id, left, msg.Shares)
	}
	price, err := pricing.Pledge(g.Bid.Cost, msg.Shares)
	if err != nil {
		return nil, err
	}
	paid := paymentCoin(g, price)

	// apply
	if err := giveShares(&g, &b, &h, msg.Shares); err != nil {
		return nil, err
	}
	if err := increase(&b.Pledged, price); err != nil {
		return nil, err
	}
	if err := increase(&h.Pledged, price); err != nil {
		return nil, err
	}
	if err := s.collect(ctx, financier, paid); err != nil {
		return nil, err
	}
	if err := s.setHolding(ctx, financier, h); err != nil {
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
		if err := s.fund(ctx, &g, &b); err != nil {
			return nil, err
		}
	}
	return &types.MsgPledgeResponse{Paid: paid, SharesLeft: g.SharesLeft()}, s.setProject(ctx, g, b)
}

// fund is what the last share does.
func (k *Keeper) fund(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	upfront, err := g.Bid.Upfront()
	if err != nil {
		return err
	}
	if err := k.credit(ctx, *g, b, &b.Pledged, upfront, g.Provider(), types.DueUpfront); err != nil {
		return err
	}
	g.FundedAt = ctx.BlockTime().Unix()
	until := promisedAt(*g) + types.Seconds(params.InstallGraceSeconds)
	return k.enter(ctx, g, types.GENERATOR_STATUS_PENDING_INSTALL, until, types.ReasonFunded)
}

// promisedAt is until when the provider promised to install. What comes later counts as late.
func promisedAt(g types.Generator) int64 { return g.FundedAt + types.Days(g.Bid.InstallDays) }
