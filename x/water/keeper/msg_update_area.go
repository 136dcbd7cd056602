package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// UpdateArea replaces name and issuer of an area, and announces terms. They are those of the periods whose enrolment has not opened: periods that
// accounts may have paid for keep theirs.
func (s msgServer) UpdateArea(goCtx context.Context, msg *types.MsgUpdateArea) (*types.MsgUpdateAreaResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	issuer, err := s.ReadOptionalAddress("issuer", msg.Issuer)
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
	area.Name = msg.Name
	area.Issuer = issuer.Text
	area.Announced = msg.Terms()
	if err := s.SetArea(ctx, area); err != nil {
		return nil, err
	}
	return &types.MsgUpdateAreaResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAreaUpdated{Area: area})
}
