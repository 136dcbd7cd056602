package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// AcceptAdmin makes the signer the admin, if the admin offered it the role.
func (s msgServer) AcceptAdmin(goCtx context.Context, msg *types.MsgAcceptAdmin) (*types.MsgAcceptAdminResponse, error) {
	// load
	ctx, next, community, err := s.ofSigner(goCtx, "new_admin", msg.NewAdmin, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if community.PendingAdmin != next.Text {
		return nil, types.ErrNotPendingAdmin.Wrapf("community %d: expected %q, got %s", community.Id, community.PendingAdmin, next.Text)
	}

	// apply
	community.Admin, community.PendingAdmin = next.Text, ""
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	return &types.MsgAcceptAdminResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAdminTransferred{
		Community: community.Id, Admin: community.Admin,
	})
}
