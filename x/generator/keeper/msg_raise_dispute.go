package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// RaiseDispute asks the arbiter. A dispute by silence becomes the requester's, which no reading settles, so the arbiter has
// the whole time for it.
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
	if err := s.AskArbiter(ctx, &g, &types.Dispute{Reason: msg.Reason}); err != nil {
		return nil, err
	}
	return &types.MsgRaiseDisputeResponse{DecideUntil: g.Deadline}, nil
}
