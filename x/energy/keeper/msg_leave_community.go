package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// LeaveCommunity ends the signer's membership with the present epoch.
func (s msgServer) LeaveCommunity(goCtx context.Context, msg *types.MsgLeaveCommunity) (*types.MsgLeaveCommunityResponse, error) {
	// load
	ctx, account, community, err := s.ofSigner(goCtx, "account", msg.Account, msg)
	if err != nil {
		return nil, err
	}
	member, err := s.MemberOfAccount(ctx, community.Id, msg.Slot, account)
	if err != nil {
		return nil, err
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}

	// apply
	toEpoch, err := s.endOrRetryRelease(ctx, community, member.Slot, types.ReasonLeft)
	if err != nil {
		return nil, err
	}
	return &types.MsgLeaveCommunityResponse{ToEpoch: toEpoch}, nil
}
