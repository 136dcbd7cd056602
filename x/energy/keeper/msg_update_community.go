package keeper

import (
	"context"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// UpdateCommunity replaces the mutable settings. Terms hold after the notice, so that no member is bound by them before it could
// have left with its money; a community without members needs none. They replace terms announced before for later epochs than the
// next.
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
	present := community.EpochAt(now)
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
	from := present + 1
	if community.Slots > 0 {
		from = community.EpochAfterNotice(now, params)
	}
	terms := types.Terms{
		FromEpoch:              from,
		Key:                    msg.Key,
		Residual:               msg.Residual,
		PricePerKwh:            msg.PricePerKwh,
		GridSupplier:           supplier.Text,
		Paused:                 community.Status == types.COMMUNITY_STATUS_PAUSED,
		GraceSeconds:           msg.GraceSeconds,
		BorderToleranceSeconds: tolerance,
		StaticTotalWeight:      msg.StaticTotalWeight,
	}
	if err := checkWeights(community, terms); err != nil {
		return nil, err
	}

	// apply
	community.Name = msg.Name
	community.MaxMembers = msg.MaxMembers
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	if err := s.AnnounceTerms(ctx, community.Id, present, terms, oldest); err != nil {
		return nil, err
	}
	return &types.MsgUpdateCommunityResponse{FromEpoch: from},
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
