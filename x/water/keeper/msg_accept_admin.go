package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// AcceptAdmin makes the pending admin, who signs, the admin.
func (s msgServer) AcceptAdmin(goCtx context.Context, msg *types.MsgAcceptAdmin) (*types.MsgAcceptAdminResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	next, err := s.ReadAddress("new_admin", msg.NewAdmin)
	if err != nil {
		return nil, err
	}
	offers, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	area, err := s.Area(ctx, msg.Area)
	if err != nil {
		return nil, err
	}

	// decide
	if area.PendingAdmin != next.Text {
		return nil, types.ErrNotPendingAdmin.Wrapf("area %d: expected %q, got %s", area.Id, area.PendingAdmin, next.Text)
	}
	if area.Admin != offers.Text {
		return nil, types.ErrNotAsProposed.Wrapf("area %d: expected an offer of the admin %s, got %s", area.Id, area.Admin, offers.Text)
	}

	// apply
	area.Admin, area.PendingAdmin = next.Text, ""
	if err := s.SetArea(ctx, area); err != nil {
		return nil, err
	}
	return &types.MsgAcceptAdminResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAdminTransferred{
		Area: area.Id, Admin: area.Admin,
	})
}
