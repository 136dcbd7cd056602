package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// ReplaceMeter proposes to replace a device. A newer proposal for the same meter replaces the one before.
func (s msgServer) ReplaceMeter(goCtx context.Context, msg *types.MsgReplaceMeter) (*types.MsgReplaceMeterResponse, error) {
	// load
	ctx, issuer, goes, err := s.ofIssuer(goCtx, msg)
	if err != nil {
		return nil, err
	}
	comes, err := s.Meter(ctx, msg.NewMeter)
	if err != nil {
		return nil, err
	}
	if err := s.expectActing(ctx, comes, issuer.Text); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkExchange(goes, comes); err != nil {
		return nil, err
	}
	last, err := s.record(ctx, goes.Id)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	w := windowAt(now, params)
	if err := checkClosing(goes, last, msg.Closing, w); err != nil {
		return nil, err
	}
	if err := w.check("opening", msg.Opening.Time); err != nil {
		return nil, err
	}
	if err := comes.CheckDigits("opening", msg.Opening); err != nil {
		return nil, err
	}
	pending := types.PendingReplacement{
		Meter:     goes.Id,
		NewMeter:  comes.Id,
		Closing:   msg.Closing,
		Opening:   msg.Opening,
		ExpiresAt: now + params.Acceptance(),
		Issuer:    issuer.Text,
	}

	// apply
	if err := s.pendingReplacements.Set(ctx, goes.Id, pending); err != nil {
		return nil, err
	}
	return &types.MsgReplaceMeterResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventReplacementProposed{
		Meter: pending.Meter, NewMeter: pending.NewMeter, ExpiresAt: pending.ExpiresAt,
	})
}

// checkExchange refuses two meters that cannot replace each other.
func checkExchange(goes, comes types.Meter) error {
	if err := expectInService(goes); err != nil {
		return err
	}
	if err := expectStatus(comes, types.METER_STATUS_REGISTERED); err != nil {
		return err
	}
	for _, p := range []struct {
		what      string
		old, next string
	}{
		{"owner", goes.Owner, comes.Owner},
		{"medium", goes.Medium.String(), comes.Medium.String()},
		{"direction", goes.Direction.String(), comes.Direction.String()},
	} {
		if p.old != p.next {
			return types.ErrMetersDiffer.Wrapf("meter %d: expected the %s of meter %d, %s, got %s", comes.Id, p.what, goes.Id, p.old, p.next)
		}
	}
	return nil
}

// checkClosing refuses last registers that do not follow the last accepted ones, or lie in the future.
func checkClosing(m types.Meter, last record, closing types.Registers, w window) error {
	if closing.Time > w.latest {
		return types.ErrTimeOutOfRange.Wrapf("closing: expected a time up to %d, got %d", w.latest, closing.Time)
	}
	_, err := checkAdvance(&m, last, closing)
	return err
}
