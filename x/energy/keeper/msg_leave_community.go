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
	member, err := s.memberOf(ctx, community.Id, msg.Slot, who)
	if err != nil {
		return nil, err
	}
	if err := s.expectQuiet(ctx, community.Id); err != nil {
		return nil, err
	}

	// apply
	toEpoch, err := s.endOrRetry(ctx, community, member.Slot, types.ReasonLeft)
	if err != nil {
		return nil, err
	}
	return &types.MsgLeaveCommunityResponse{ToEpoch: toEpoch}, nil
}

// memberOf is a member whose wallet belongs to the account.
func (k *Keeper) memberOf(ctx context.Context, community, slot uint64, who account) (types.Member, error) {
	m, err := k.member(ctx, community, slot)
	if err != nil {
		return types.Member{}, err
	}
	if m.Account != who.Text {
		return types.Member{}, types.ErrNotMember.Wrapf("community %d, slot %d: expected %s, got %s", community, slot, m.Account, who.Text)
	}
	return m, nil
}
