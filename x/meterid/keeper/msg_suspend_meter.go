package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// SuspendMeter stops a meter, at the wish of its issuer or its owner, until the issuer resumes it.
func (s msgServer) SuspendMeter(goCtx context.Context, msg *types.MsgSuspendMeter) (*types.MsgSuspendMeterResponse, error) {
	// load
	ctx, signer, meter, err := s.ofSigner(goCtx, "signer", msg.Signer, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if signer.Text != meter.Issuer && signer.Text != meter.Owner {
		return nil, types.ErrNotIssuer.Wrapf("meter %d: expected the issuer %s or the owner %s, got %s",
			meter.Id, meter.Issuer, meter.Owner, signer.Text)
	}
	if err := expectStatus(meter, types.METER_STATUS_ACTIVE); err != nil {
		return nil, err
	}

	// apply
	meter.Status = types.METER_STATUS_SUSPENDED
	if err := s.meters.Set(ctx, meter.Id, meter); err != nil {
		return nil, err
	}
	return &types.MsgSuspendMeterResponse{},
		ctx.EventManager().EmitTypedEvent(types.NewEventMeterStatusChanged(meter, msg.Reason))
}
