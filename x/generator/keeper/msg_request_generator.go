package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// RequestGenerator opens the bidding for a generator and locks the deposit of the requester.
func (s msgServer) RequestGenerator(
	goCtx context.Context, msg *types.MsgRequestGenerator,
) (*types.MsgRequestGeneratorResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	requester, err := s.ReadAddress("requester", msg.Requester)
	if err != nil {
		return nil, err
	}
	arbiter, err := s.ReadAddress("arbiter", msg.Arbiter)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if arbiter.Text == requester.Text {
		return nil, types.ErrRolesMixed.Wrapf("arbiter: expected another account than the requester, got %s", arbiter.Text)
	}
	if !params.IsArbiter(arbiter.Text) {
		return nil, types.ErrUnknownArbiter.Wrapf("arbiter: expected one of the %d in the parameter arbiters, got %s",
			len(params.Arbiters), arbiter.Text)
	}
	if err := check.PaymentDenom(ctx, s.Bank, msg.PaymentDenom, types.ErrUnknownDenom); err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	g := types.Generator{Request: msg.Request(), RequestedAt: now}
	g.Request.Requester, g.Request.Arbiter = requester.Text, arbiter.Text
	purse := types.Purse{Deposit: msg.Deposit}

	// apply
	if err := s.Collect(ctx, requester, market.PaymentCoin(g, msg.Deposit)); err != nil {
		return nil, err
	}
	if g.Id, err = s.NextGenerator.Next(ctx); err != nil {
		return nil, err
	}
	err = s.SetStatus(ctx, &g, types.GENERATOR_STATUS_OPEN_FOR_BIDS, now+types.Seconds(params.BiddingSeconds), "")
	if err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	return &types.MsgRequestGeneratorResponse{Generator: g.Id, BidsUntil: g.Deadline},
		ctx.EventManager().EmitTypedEvent(&types.EventGeneratorRequested{
			Generator: g.Id, Requester: g.Request.Requester, Arbiter: g.Request.Arbiter, BidsUntil: g.Deadline,
		})
}
