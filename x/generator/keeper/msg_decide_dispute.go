package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// DecideDispute commissions the generator or declares the default of its provider. If it commissions, the provider gets the
// deposit.
func (s msgServer) DecideDispute(
	goCtx context.Context, msg *types.MsgDecideDispute,
) (*types.MsgDecideDisputeResponse, error) {
	// load
	ctx, g, purse, err := s.ofArbiter(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED); err != nil {
		return nil, err
	}
	if g.Dispute == nil {
		return nil, types.ErrNoDispute.Wrapf("generator %d: expected one in dispute, got none", g.Id)
	}

	// apply
	if err := ctx.EventManager().EmitTypedEvent(&types.EventDisputeDecided{
		Generator: g.Id, Arbiter: g.Request.Arbiter, Commission: msg.Commission,
	}); err != nil {
		return nil, err
	}
	if msg.Commission {
		err = s.Activate(ctx, &g, &purse, g.Provider(), types.ReasonByArbiter)
	} else {
		err = s.DeclareDefault(ctx, &g, &purse, types.ReasonByArbiter)
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgDecideDisputeResponse{Status: g.Status}, s.SetPurse(ctx, g.Id, purse)
}
