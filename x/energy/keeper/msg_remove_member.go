package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// RemoveMember ends a membership with the present epoch. The wallet stays the member's.
func (s msgServer) RemoveMember(goCtx context.Context, msg *types.MsgRemoveMember) (*types.MsgRemoveMemberResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}

	// apply
	toEpoch, err := s.endOrRetryRelease(ctx, community, msg.Slot, types.ReasonRemoved)
	if err != nil {
		return nil, err
	}
	return &types.MsgRemoveMemberResponse{ToEpoch: toEpoch}, nil
}
