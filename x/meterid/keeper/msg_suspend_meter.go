package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// SuspendMeter stops a meter, at the wish of its issuer or its owner, until the issuer resumes it. A pending transfer or replacement ends:
// a meter that is suspended for a doubt does not change hands by an older proposal.
func (s msgServer) SuspendMeter(goCtx context.Context, msg *types.MsgSuspendMeter) (*types.MsgSuspendMeterResponse, error) {
	// load
	ctx, signer, meter, err := s.ofSigner(goCtx, "signer", msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	if err := s.expectOwnerOrIssuer(ctx, meter, signer, ""); err != nil {
		return nil, err
	}

	// decide
	if err := expectStatus(meter, types.METER_STATUS_ACTIVE); err != nil {
		return nil, err
	}

	// apply
	meter.Status = types.METER_STATUS_SUSPENDED
	if err := s.meters.Set(ctx, meter.Id, meter); err != nil {
		return nil, err
	}
	if err := s.dropExchanges(ctx, meter.Id); err != nil {
		return nil, err
	}
	return &types.MsgSuspendMeterResponse{},
		ctx.EventManager().EmitTypedEvent(types.NewEventMeterStatusChanged(meter, msg.Reason))
}
