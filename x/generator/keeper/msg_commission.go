package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Commission confirms an installation by a payment to its maintenance. It ends a dispute too.
func (s msgServer) Commission(goCtx context.Context, msg *types.MsgCommission) (*types.MsgCommissionResponse, error) {
	// load
	ctx, requester, g, purse, err := s.ofRequester(goCtx, msg)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED); err != nil {
		return nil, err
	}
	if msg.AmountUsolar < params.MinCommissionUsolar {
		return nil, types.ErrTooFewTokens.Wrapf("generator %d: expected at least %d%s, got %d",
			g.Id, params.MinCommissionUsolar, types.SolarDenom, msg.AmountUsolar)
	}

	// apply
	if err := market.Increase(&purse.MaintenanceUsolar, msg.AmountUsolar); err != nil {
		return nil, err
	}
	if err := s.Collect(ctx, requester, market.SolarCoin(msg.AmountUsolar)); err != nil {
		return nil, err
	}
	if err := ctx.EventManager().EmitTypedEvent(&types.EventCommissionPaid{
		Generator: g.Id, Requester: g.Request.Requester, AmountUsolar: msg.AmountUsolar,
	}); err != nil {
		return nil, err
	}
	if err := s.Activate(ctx, &g, &purse, g.Request.Requester, types.ReasonByRequester); err != nil {
		return nil, err
	}
	return &types.MsgCommissionResponse{LifeUntil: g.LifeUntil()}, s.SetPurse(ctx, g.Id, purse)
}
