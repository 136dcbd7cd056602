package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// CloseArea ends an area permanently: periods that have been opened run to their ends, and the fees of later ones are given back.
func (s msgServer) CloseArea(goCtx context.Context, msg *types.MsgCloseArea) (*types.MsgCloseAreaResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.ReadAddress("admin", msg.Admin)
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

	// decide
	if err := state.ExpectOpen(area); err != nil {
		return nil, err
	}

	// apply
	area.Status = types.AREA_STATUS_CLOSED
	if err := s.SetArea(ctx, area); err != nil {
		return nil, err
	}
	return &types.MsgCloseAreaResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAreaClosed{Area: area.Id})
}
