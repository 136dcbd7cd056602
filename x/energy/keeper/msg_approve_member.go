package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

// ApproveMember assigns the next slot to an applicant and binds the meter to it, which drops the application.
func (s msgServer) ApproveMember(goCtx context.Context, msg *types.MsgApproveMember) (*types.MsgApproveMemberResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}
	owner, err := s.ReadAddress("owner", msg.Owner)
	if err != nil {
		return nil, err
	}
	application, err := s.Application(ctx, community.Id, msg.Meter)
	if err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	terms, err := s.TermsFrom(ctx, community.Id, community.EpochAt(now)+1)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(community); err != nil {
		return nil, err
	}
	if err := expectEligible(meter, owner.Text); err != nil {
		return nil, err
	}
	// An active meter has registers, so its totals cannot be missing.
	totals, err := s.Meters.Totals(ctx, meter.Id)
	if err != nil {
		return nil, err
	}

	// decide
	if application.Owner != owner.Text {
		return nil, types.ErrNotOwner.Wrapf("owner: expected %s, who applied, got %s", application.Owner, owner.Text)
	}
	if community.Slots >= community.MaxMembers {
		return nil, types.ErrCommunityFull.Wrapf("community %d: expected fewer than %d slots assigned, got %d",
			community.Id, community.MaxMembers, community.Slots)
	}
	fromEpoch, err := firstEpoch(community, msg.FromEpoch, now, params)
	if err != nil {
		return nil, err
	}
	after := community
	after.Slots++
	after.StaticWeightSum += msg.StaticWeight
	if err := checkWeights(after, terms...); err != nil {
		return nil, err
	}
	member := types.Member{
		Community:       community.Id,
		Slot:            community.Slots,
		Meter:           meter.Id,
		Account:         owner.Text,
		OpeningImportWh: totals.Import,
		OpeningExportWh: totals.Export,
	}
	seat := types.Seat{FromEpoch: fromEpoch, StaticWeight: msg.StaticWeight}
	wallet := types.Wallet{MaxPricePerKwh: application.MaxPricePerKwh}

	// apply
	if err := s.SetCommunity(ctx, after); err != nil {
		return nil, err
	}
	if err := s.AddMember(ctx, member, owner.Bytes, seat, wallet); err != nil {
		return nil, err
	}
	if err := s.Meters.BindMeter(ctx, meter.Id, state.BindingOf(community.Id, member.Slot)); err != nil {
		return nil, err
	}
	return &types.MsgApproveMemberResponse{Slot: member.Slot, FromEpoch: fromEpoch},
		ctx.EventManager().EmitTypedEvent(&types.EventMemberApproved{
			Community: member.Community, Slot: member.Slot, Meter: member.Meter, FromEpoch: fromEpoch,
		})
}

// firstEpoch checks the requested first epoch of a membership; 0 requests the next one.
func firstEpoch(c types.Community, requested uint64, now int64, p types.Params) (uint64, error) {
	if requested == 0 {
		return c.EpochAt(now) + 1, nil
	}
	start := c.EpochStart(requested)
	if earliest := max(now-p.MaxBackdate(), 0); start < earliest {
		return 0, types.ErrEpochOutOfRange.Wrapf("from_epoch: expected one that begins at %s or later, got %d, which begins at %s",
			check.Moment(earliest), requested, check.Moment(start))
	}
	if latest := now + int64(types.MaxAheadSeconds); start > latest {
		return 0, types.ErrEpochOutOfRange.Wrapf("from_epoch: expected one that begins at %s or earlier, got %d, which begins at %s",
			check.Moment(latest), requested, check.Moment(start))
	}
	return requested, nil
}
