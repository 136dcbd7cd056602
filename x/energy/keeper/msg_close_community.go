package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// CloseCommunity ends a community permanently, from the next epoch on.
func (s msgServer) CloseCommunity(goCtx context.Context, msg *types.MsgCloseCommunity) (*types.MsgCloseCommunityResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectOpen(community); err != nil {
		return nil, err
	}

	// apply
	community.Status = types.COMMUNITY_STATUS_CLOSED
	community.ClosedFromEpoch = community.EpochAt(ctx.BlockTime().Unix()) + 1
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	return &types.MsgCloseCommunityResponse{FromEpoch: community.ClosedFromEpoch},
		ctx.EventManager().EmitTypedEvent(types.NewEventCommunityStatusChanged(community, community.ClosedFromEpoch))
}
