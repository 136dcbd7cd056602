package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// ResumeCommunity resumes netting from the next epoch on.
func (s msgServer) ResumeCommunity(
	goCtx context.Context, msg *types.MsgResumeCommunity,
) (*types.MsgResumeCommunityResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectStatus(community, types.COMMUNITY_STATUS_PAUSED); err != nil {
		return nil, err
	}

	// apply
	community.Status = types.COMMUNITY_STATUS_ACTIVE
	next, err := s.setPaused(ctx, community)
	if err != nil {
		return nil, err
	}
	return &types.MsgResumeCommunityResponse{FromEpoch: next},
		ctx.EventManager().EmitTypedEvent(types.NewEventCommunityStatusChanged(community, next))
}
