package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// RaiseDispute refers an installation to the arbiter. The requester can do it once; a dispute that is not upheld costs the deposit.
func (s msgServer) RaiseDispute(goCtx context.Context, msg *types.MsgRaiseDispute) (*types.MsgRaiseDisputeResponse, error) {
	// load
	ctx, requester, g, err := s.generatorOfSigner(goCtx, "requester", msg.Requester, msg)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectRequester(g, requester); err != nil {
		return nil, err
	}
	if err := expectUnanswered(g); err != nil {
		return nil, err
	}
	if g.Dispute != nil {
		return nil, types.ErrInDispute.Wrapf("generator %d: expected none of the owners, got one", g.Id)
	}
	if err := expectInTime(g, now); err != nil {
		return nil, err
	}

	// apply
	g.RequesterDisputed = true
	if err := s.OpenDispute(ctx, &g, &types.Dispute{Reason: msg.Reason}); err != nil {
		return nil, err
	}
	return &types.MsgRaiseDisputeResponse{DecideUntil: g.Deadline}, nil
}
