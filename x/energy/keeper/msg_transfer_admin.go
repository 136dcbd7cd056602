package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// TransferAdmin offers the role of admin to an account, or withdraws the offer. The present admin stays until the offer is
// accepted.
func (s msgServer) TransferAdmin(goCtx context.Context, msg *types.MsgTransferAdmin) (*types.MsgTransferAdminResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}
	var next state.Address
	if msg.NewAdmin != "" {
		if next, err = s.ReadAddress("new_admin", msg.NewAdmin); err != nil {
			return nil, err
		}
	}

	// apply
	community.PendingAdmin = next.Text
	return &types.MsgTransferAdminResponse{}, s.SetCommunity(ctx, community)
}
