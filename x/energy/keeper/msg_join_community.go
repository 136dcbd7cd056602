package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// JoinCommunity stores the application of a meter by its owner. A later application of the same meter replaces it.
func (s msgServer) JoinCommunity(goCtx context.Context, msg *types.MsgJoinCommunity) (*types.MsgJoinCommunityResponse, error) {
	// load
	ctx, owner, community, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectOpen(community); err != nil {
		return nil, err
	}
	if err := expectEligible(meter, owner.Text); err != nil {
		return nil, err
	}
	application := types.Application{
		Community:      community.Id,
		Meter:          meter.Id,
		Owner:          owner.Text,
		AppliedAt:      now,
		MaxPricePerKwh: msg.MaxPricePerKwh,
	}

	// apply
	if err := s.SetApplication(ctx, application); err != nil {
		return nil, err
	}
	return &types.MsgJoinCommunityResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventMemberApplied{
		Community: application.Community, Meter: application.Meter, Owner: application.Owner, MaxPricePerKwh: application.MaxPricePerKwh,
	})
}

// expectEligible checks that a meter may join for this owner.
func expectEligible(m meteridtypes.Meter, owner string) error {
	switch {
	case m.Owner != owner:
		return types.ErrNotOwner.Wrapf("meter %d: expected %s, got %s", m.Id, m.Owner, owner)
	case m.Status != meteridtypes.METER_STATUS_ACTIVE:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, meteridtypes.METER_STATUS_ACTIVE, m.Status)
	case m.Medium != meteridtypes.MEDIUM_ELECTRICITY:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, meteridtypes.MEDIUM_ELECTRICITY, m.Medium)
	case m.IsBound():
		return types.ErrMeterBound.Wrapf("meter %d: expected no binding, got one to %s %d", m.Id, m.Binding.Module, m.Binding.Ref)
	}
	return nil
}
