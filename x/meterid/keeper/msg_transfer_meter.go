package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// TransferMeter proposes a new owner. The old one may veto it for a time. A newer proposal for the same meter replaces the one before.
func (s msgServer) TransferMeter(goCtx context.Context, msg *types.MsgTransferMeter) (*types.MsgTransferMeterResponse, error) {
	// load
	ctx, issuer, meter, err := s.ofIssuer(goCtx, msg)
	if err != nil {
		return nil, err
	}
	newOwner, err := s.ReadAddress("new_owner", msg.NewOwner)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := expectInService(meter); err != nil {
		return nil, err
	}
	if err := notOwner(meter, newOwner); err != nil {
		return nil, err
	}
	last, err := s.record(ctx, meter.Id)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := checkClosing(meter, last, msg.Closing, windowAt(now, params)); err != nil {
		return nil, err
	}
	acceptable := now + params.Veto()
	pending := types.PendingTransfer{
		Meter:        meter.Id,
		NewOwner:     newOwner.Text,
		Closing:      msg.Closing,
		AcceptableAt: acceptable,
		ExpiresAt:    acceptable + params.Acceptance(),
		Issuer:       issuer.Text,
	}

	// apply
	if err := s.pendingTransfers.Set(ctx, meter.Id, pending); err != nil {
		return nil, err
	}
	return &types.MsgTransferMeterResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventTransferProposed{
		Meter: pending.Meter, NewOwner: pending.NewOwner, AcceptableAt: pending.AcceptableAt, ExpiresAt: pending.ExpiresAt,
	})
}

func notOwner(m types.Meter, newOwner Address) error {
	if m.Owner == newOwner.Text {
		return types.ErrSameOwner.Wrapf("meter %d: expected another account than %s", m.Id, m.Owner)
	}
	return nil
}
