package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
)

// AcceptAdmin makes the signer, who was named, the admin.
func (s msgServer) AcceptAdmin(goCtx context.Context, msg *types.MsgAcceptAdmin) (*types.MsgAcceptAdminResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	next, err := s.account("new_admin", msg.NewAdmin)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	community, err := s.community(ctx, msg.Community)
	if err != nil {
		return nil, err
	}

	// decide
	if community.PendingAdmin != next.Text {
		return nil, types.ErrNotPendingAdmin.Wrapf("community %d: expected %q, got %s", community.Id, community.PendingAdmin, next.Text)
	}
	community.Admin, community.PendingAdmin = next.Text, ""

	// apply
	if err := s.setCommunity(ctx, community); err != nil {
		return nil, err
	}
	return &types.MsgAcceptAdminResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAdminTransferred{
		Community: community.Id, Admin: community.Admin,
	})
}
