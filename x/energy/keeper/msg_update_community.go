package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// UpdateCommunity replaces what may change. The terms count from the next epoch on.
func (s msgServer) UpdateCommunity(
	goCtx context.Context, msg *types.MsgUpdateCommunity,
) (*types.MsgUpdateCommunityResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	now := ctx.BlockTime().Unix()
	admin, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	supplier, err := s.ReadAddress("grid_supplier", msg.GridSupplier)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	community, err := s.CommunityOfAdmin(ctx, msg.Community, admin)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	next := community.EpochAt(now) + 1
	terms, err := s.MustTermsIn(ctx, community.Id, next)
	if err != nil {
		return nil, err
	}
	oldest, err := s.OldestNeeded(ctx, community, now, params)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectOpen(community); err != nil {
		return nil, err
	}
	if err := checkMaxMembers(community, msg.MaxMembers, params); err != nil {
		return nil, err
	}
	tolerance := msg.BorderTolerance(community.EpochSeconds)
	if err := types.CheckBorderTolerance(tolerance, community.EpochSeconds); err != nil {
		return nil, err
	}
	terms = types.Terms{
		FromEpoch:              next,
		Key:                    msg.Key,
		Residual:               msg.Residual,
		PricePerKwh:            msg.PricePerKwh,
		GridSupplier:           supplier.Text,
		Paused:                 terms.Paused,
		BorderToleranceSeconds: tolerance,
		StaticTotalWeight:      msg.StaticTotalWeight,
	}
	if err := checkWeights(community, terms); err != nil {
		return nil, err
	}

	// apply
	community.Name = msg.Name
	community.GraceSeconds = msg.GraceSeconds
	community.MaxMembers = msg.MaxMembers
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	if err := s.ReplaceTerms(ctx, community.Id, terms, oldest); err != nil {
		return nil, err
	}
	return &types.MsgUpdateCommunityResponse{FromEpoch: next},
		ctx.EventManager().EmitTypedEvent(&types.EventCommunityUpdated{Community: community.Id, Terms: terms})
}

// checkMaxMembers bounds a change: slots given are never taken back, and what was allowed once stays allowed.
func checkMaxMembers(c types.Community, maxMembers uint64, p types.Params) error {
	if least, most := max(c.Slots, types.MinMembers), max(p.MaxMembers, c.MaxMembers); maxMembers < least || maxMembers > most {
		return sdkerrors.ErrInvalidRequest.Wrapf("max_members: expected %d to %d, got %d", least, most, maxMembers)
	}
	return nil
}
