package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// DecideDispute commissions the generator or makes its provider answer for it. The deposit is the provider's if the
// requester was wrong.
func (s msgServer) DecideDispute(
	goCtx context.Context, msg *types.MsgDecideDispute,
) (*types.MsgDecideDisputeResponse, error) {
	// load
	ctx, arbiter, g, b, err := s.ofSigner(goCtx, "arbiter", msg.Arbiter, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectArbiter(g, arbiter); err != nil {
		return nil, err
	}
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
		err = s.Activate(ctx, &g, &b, g.Provider(), types.ReasonByArbiter)
	} else {
		err = s.Fail(ctx, &g, &b, types.ReasonByArbiter)
	}
	if err != nil {
		return nil, err
	}
	return &types.MsgDecideDisputeResponse{Status: g.Status}, s.SetBooks(ctx, g.Id, b)
}
