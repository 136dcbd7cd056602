package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// AcceptReplacement replaces a device: the amounts of the old one are applied, binding and claims move to the new
// one, the old one retires.
func (s msgServer) AcceptReplacement(
	goCtx context.Context, msg *types.MsgAcceptReplacement,
) (*types.MsgAcceptReplacementResponse, error) {
	// load
	ctx, goes, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	pending, err := s.pendingReplacement(ctx, goes.Id)
	if err != nil {
		return nil, err
	}
	comes, err := s.Meter(ctx, pending.NewMeter)
	if err != nil {
		return nil, err
	}
	if err := s.expectActing(ctx, goes, pending.Issuer); err != nil {
		return nil, err
	}
	if err := s.expectActing(ctx, comes, pending.Issuer); err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if pending.NewMeter != msg.NewMeter || pending.Closing != msg.Closing || pending.Opening != msg.Opening {
		return nil, types.ErrChanged.Wrapf("meter %d: expected meter %d, closing %s, opening %s, as proposed, got meter %d, %s, %s",
			goes.Id, pending.NewMeter, pending.Closing.Describe(), pending.Opening.Describe(), msg.NewMeter, msg.Closing.Describe(), msg.Opening.Describe())
	}
	if err := notExpired(goes.Id, pending.ExpiresAt, now); err != nil {
		return nil, err
	}
	if err := checkExchange(goes, comes); err != nil {
		return nil, err
	}
	after := comes.TakeClaims(goes)
	after.Status = types.METER_STATUS_ACTIVE
	after.Binding, after.BoundAt = goes.Binding, goes.BoundAt
	if err := checkClaims(after); err != nil {
		return nil, err
	}
	retired := goes
	retired.ReplacedBy, retired.Claims = after.Id, nil

	// apply
	if _, err := s.applyClosing(ctx, goes, pending.Closing); err != nil {
		return nil, err
	}
	if _, err := s.retire(ctx, retired); err != nil {
		return nil, err
	}
	if err := s.meters.Set(ctx, after.Id, after); err != nil {
		return nil, err
	}
	if err := s.indexBinding(ctx, after); err != nil {
		return nil, err
	}
	if err := s.setRecord(ctx, after.Id, record{Registers: pending.Opening}); err != nil {
		return nil, err
	}
	if goes.IsBound() {
		sink, err := s.sink(goes.Binding.Module)
		if err != nil {
			return nil, err
		}
		if err := sink.MeterReplaced(ctx, goes, after); err != nil {
			return nil, err
		}
	}
	return &types.MsgAcceptReplacementResponse{},
		ctx.EventManager().EmitTypedEvent(&types.EventMeterReplaced{Meter: goes.Id, NewMeter: after.Id})
}
