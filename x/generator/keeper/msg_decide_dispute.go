package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// DecideDispute upholds a dispute: the generator is commissioned at once, but units alone pay the provider. Or it dismisses it: the
// generator is commissioned when the time to object is over. Without proof there is nothing to decide: the deadline ends the project.
func (s msgServer) DecideDispute(
	goCtx context.Context, msg *types.MsgDecideDispute,
) (*types.MsgDecideDisputeResponse, error) {
	// load
	ctx, g, purse, err := s.ofArbiter(goCtx, msg)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED); err != nil {
		return nil, err
	}
	if !g.IsDisputed() {
		return nil, types.ErrNoDispute.Wrapf("generator %d: expected one in dispute, got none", g.Id)
	}
	if g.ProvedAt == 0 {
		return nil, notProved(g)
	}

	// apply
	if err := ctx.EventManager().EmitTypedEvent(&types.EventDisputeDecided{
		Generator: g.Id, Arbiter: msg.Arbiter, Upheld: msg.Uphold,
	}); err != nil {
		return nil, err
	}
	if msg.Uphold {
		if err := s.CommissionUpheld(ctx, &g, &purse); err != nil {
			return nil, err
		}
		return &types.MsgDecideDisputeResponse{CommissionAt: g.CommissionedAt}, s.SetPurse(ctx, g.Id, purse)
	}
	g.Dispute.Dismissed = true
	if err := s.SetDeadline(ctx, &g, max(now, g.RespondUntil)); err != nil {
		return nil, err
	}
	return &types.MsgDecideDisputeResponse{CommissionAt: g.Deadline}, s.SetGenerator(ctx, g)
}
