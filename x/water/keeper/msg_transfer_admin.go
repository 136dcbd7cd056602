package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// TransferAdmin sets the pending admin, who becomes admin by accepting; an empty one withdraws the offer.
func (s msgServer) TransferAdmin(goCtx context.Context, msg *types.MsgTransferAdmin) (*types.MsgTransferAdminResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	next, err := s.ReadOptionalAddress("new_admin", msg.NewAdmin)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	area, err := s.AreaOfAdmin(ctx, msg.Area, admin)
	if err != nil {
		return nil, err
	}

	// apply
	area.PendingAdmin = next.Text
	return &types.MsgTransferAdminResponse{}, s.SetArea(ctx, area)
}
