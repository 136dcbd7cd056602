package keeper

import (
	"context"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// UpdateCommunity replaces the mutable settings. The terms hold from the next epoch on.
func (s msgServer) UpdateCommunity(
	goCtx context.Context, msg *types.MsgUpdateCommunity,
) (*types.MsgUpdateCommunityResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}
	supplier, err := s.ReadAddress("grid_supplier", msg.GridSupplier)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	next := community.EpochAt(now) + 1
	terms, err := s.TermsIn(ctx, community.Id, next)
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

// checkMaxMembers checks a new maximum: assigned slots cannot be taken back, and the present maximum stays allowed if the
// parameter has become lower.
func checkMaxMembers(c types.Community, maxMembers uint64, p types.Params) error {
	if low, high := max(c.Slots, types.MinMembers), max(p.MaxMembers, c.MaxMembers); maxMembers < low || maxMembers > high {
		return sdkerrors.ErrInvalidRequest.Wrapf("max_members: expected %d to %d, got %d", low, high, maxMembers)
	}
	return nil
}
