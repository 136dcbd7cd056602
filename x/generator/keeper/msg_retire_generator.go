package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// RetireGenerator ends the life of a generator early.
func (s msgServer) RetireGenerator(
	goCtx context.Context, msg *types.MsgRetireGenerator,
) (*types.MsgRetireGeneratorResponse, error) {
	// load
	ctx, sender, g, err := s.generatorOfSigner(goCtx, "sender", msg.Sender, msg)
	if err != nil {
		return nil, err
	}
	h, err := s.Holding(ctx, g.Id, sender)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	reason := types.ReasonByMajority
	if sender.Text == g.Request.Arbiter {
		reason = types.ReasonByArbiter
	} else if h.Shares < types.MajorityShares {
		return nil, types.ErrNotOwner.Wrapf("generator %d: expected the arbiter or an owner of at least %d shares, got one of %d",
			g.Id, types.MajorityShares, h.Shares)
	}

	// apply
	return &types.MsgRetireGeneratorResponse{}, s.Retire(ctx, &g, reason)
}
