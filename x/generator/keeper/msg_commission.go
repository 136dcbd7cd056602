package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// Commission confirms an installation by a payment to its maintenance: the requester gets the deposit back. It is commissioned at
// the deadline, so that owners can object until then.
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
	now := ctx.BlockTime().Unix()

	// decide
	if err := expectUnanswered(g); err != nil {
		return nil, err
	}
	if g.ProvedAt == 0 {
		return nil, notProved(g)
	}
	if msg.AmountUsolar < params.MinCommissionUsolar {
		return nil, types.ErrTooFewTokens.Wrapf("generator %d: expected at least %d%s, got %d",
			g.Id, params.MinCommissionUsolar, types.SolarDenom, msg.AmountUsolar)
	}

	// apply
	g.ConfirmedAt = now
	if err := market.Increase(&purse.MaintenanceUsolar, msg.AmountUsolar); err != nil {
		return nil, err
	}
	if err := s.Collect(ctx, requester, market.SolarCoin(msg.AmountUsolar)); err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	return &types.MsgCommissionResponse{Deadline: g.Deadline}, ctx.EventManager().EmitTypedEvent(&types.EventCommissionPaid{
		Generator: g.Id, Requester: g.Request.Requester, AmountUsolar: msg.AmountUsolar,
	})
}

// expectUnanswered checks that an installation has no answer of the requester yet: confirmation and dispute exclude each other.
func expectUnanswered(g types.Generator) error {
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED); err != nil {
		return err
	}
	switch {
	case g.ConfirmedAt > 0:
		return types.ErrConfirmed.Wrapf("generator %d: expected an installation without a confirmation, got one of %s",
			g.Id, check.Moment(g.ConfirmedAt))
	case g.RequesterDisputed:
		return types.ErrInDispute.Wrapf("generator %d: expected no dispute of the requester, got one", g.Id)
	default:
		return nil
	}
}

func notProved(g types.Generator) error {
	return types.ErrNotProved.Wrapf("generator %d: expected an export of at least %d, got %d", g.Id, g.Proof, g.Tested)
}
