package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// TransferAdmin names who may become admin; nobody takes an offer back. The admin stays until the offer is accepted.
func (s msgServer) TransferAdmin(goCtx context.Context, msg *types.MsgTransferAdmin) (*types.MsgTransferAdminResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	var next state.Address
	if msg.NewAdmin != "" {
		if next, err = s.ReadAddress("new_admin", msg.NewAdmin); err != nil {
			return nil, err
		}
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	community, err := s.CommunityOfAdmin(ctx, msg.Community, admin)
	if err != nil {
		return nil, err
	}

	// apply
	community.PendingAdmin = next.Text
	return &types.MsgTransferAdminResponse{}, s.SetCommunity(ctx, community)
}
