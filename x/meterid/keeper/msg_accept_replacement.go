package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
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
	pending, err := s.pendingReplacements.Get(ctx, goes.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrNoProposal.Wrapf("meter %d: expected a replacement proposed by its issuer, got none", goes.Id)
	}
	if err != nil {
		return nil, err
	}
	comes, err := s.Meter(ctx, pending.NewMeter)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := notExpired(goes.Id, pending.ExpiresAt, now); err != nil {
		return nil, err
	}
	if err := checkExchange(goes, comes); err != nil {
		return nil, err
	}
	after := comes.TakeClaims(goes)
	after.Status = types.METER_STATUS_ACTIVE
	after.Binding = goes.Binding
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

// notExpired refuses an expired proposal.
func notExpired(meter uint64, expiresAt, now int64) error {
	if now > expiresAt {
		return types.ErrProposalExpired.Wrapf("meter %d: expected acceptance up to %s, got it at %s",
			meter, check.Moment(expiresAt), check.Moment(now))
	}
	return nil
}
