package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// UpdateArea replaces the terms of an area that may change.
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
	area.FeePerPerson = msg.FeePerPerson
	area.LifelineLitresPerPersonDay = msg.LifelineLitresPerPersonDay
	area.LifelineDaysCap = msg.LifelineDaysCap
	area.LifelineReserveDays = msg.LifelineReserveDays
	area.ValvePolicy = msg.ValvePolicy
	area.AuctionSeconds = msg.AuctionSeconds
	area.ReserveDays = msg.ReserveDays
	area.BasePrice = msg.BasePrice
	if err := s.SetArea(ctx, area); err != nil {
		return nil, err
	}
	return &types.MsgUpdateAreaResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventAreaUpdated{Area: area})
}
