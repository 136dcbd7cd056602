package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
)

// CloseCommunity ends a community for ever, from the next epoch on.
func (s msgServer) CloseCommunity(goCtx context.Context, msg *types.MsgCloseCommunity) (*types.MsgCloseCommunityResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.account("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	community, err := s.communityOfAdmin(ctx, msg.Community, admin)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectOpen(community); err != nil {
		return nil, err
	}
	community.Status = types.COMMUNITY_STATUS_CLOSED
	community.ClosedFromEpoch = community.EpochAt(ctx.BlockTime().Unix()) + 1

	// apply
	if err := s.setCommunity(ctx, community); err != nil {
		return nil, err
	}
	return &types.MsgCloseCommunityResponse{FromEpoch: community.ClosedFromEpoch},
		ctx.EventManager().EmitTypedEvent(types.NewEventCommunityStatusChanged(community, community.ClosedFromEpoch))
}
