package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
)

// RemoveMember ends somebody's membership with the present epoch. The wallet stays theirs.
func (s msgServer) RemoveMember(goCtx context.Context, msg *types.MsgRemoveMember) (*types.MsgRemoveMemberResponse, error) {
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
	if err := s.expectQuiet(ctx, community.Id); err != nil {
		return nil, err
	}

	// apply
	toEpoch, err := s.endOrRetry(ctx, community, msg.Slot, types.ReasonRemoved)
	if err != nil {
		return nil, err
	}
	return &types.MsgRemoveMemberResponse{ToEpoch: toEpoch}, nil
}
