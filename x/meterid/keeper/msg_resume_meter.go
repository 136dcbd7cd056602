package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// ResumeMeter resumes a suspended meter. Its next reading includes the amount measured meanwhile.
func (s msgServer) ResumeMeter(goCtx context.Context, msg *types.MsgResumeMeter) (*types.MsgResumeMeterResponse, error) {
	// load
	ctx, _, meter, err := s.ofIssuer(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectStatus(meter, types.METER_STATUS_SUSPENDED); err != nil {
		return nil, err
	}

	// apply
	meter.Status = types.METER_STATUS_ACTIVE
	if err := s.meters.Set(ctx, meter.Id, meter); err != nil {
		return nil, err
	}
	return &types.MsgResumeMeterResponse{}, ctx.EventManager().EmitTypedEvent(types.NewEventMeterStatusChanged(meter, ""))
}
