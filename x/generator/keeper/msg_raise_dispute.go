package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// RaiseDispute refers an installation to the arbiter. A dispute by silence becomes one by the requester: a reading no longer
// ends it, and the arbiter gets a new deadline.
func (s msgServer) RaiseDispute(goCtx context.Context, msg *types.MsgRaiseDispute) (*types.MsgRaiseDisputeResponse, error) {
	// load
	ctx, requester, g, err := s.generatorOfSigner(goCtx, "requester", msg.Requester, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectRequester(g, requester); err != nil {
		return nil, err
	}
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_INSTALLED); err != nil {
		return nil, err
	}
	if g.Dispute != nil && !g.Dispute.BySilence {
		return nil, types.ErrInDispute.Wrapf("generator %d: expected none by the requester, got one since %s",
			g.Id, check.Moment(g.Dispute.RaisedAt))
	}

	// apply
	if err := s.OpenDispute(ctx, &g, &types.Dispute{Reason: msg.Reason}); err != nil {
		return nil, err
	}
	return &types.MsgRaiseDisputeResponse{DecideUntil: g.Deadline}, nil
}
