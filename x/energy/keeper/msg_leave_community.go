package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// LeaveCommunity ends the signer's membership with the present epoch.
func (s msgServer) LeaveCommunity(goCtx context.Context, msg *types.MsgLeaveCommunity) (*types.MsgLeaveCommunityResponse, error) {
	// load
	ctx, who, community, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	member, err := s.MemberOf(ctx, community.Id, msg.Slot, who)
	if err != nil {
		return nil, err
	}
	if err := s.ExpectQuiet(ctx, community.Id); err != nil {
		return nil, err
	}

	// apply
	toEpoch, err := s.endOrRetry(ctx, community, member.Slot, types.ReasonLeft)
	if err != nil {
		return nil, err
	}
	return &types.MsgLeaveCommunityResponse{ToEpoch: toEpoch}, nil
}
