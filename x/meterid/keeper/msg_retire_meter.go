package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// RetireMeter takes a meter out of service permanently. The module that counts it is notified while it is still bound.
func (s msgServer) RetireMeter(goCtx context.Context, msg *types.MsgRetireMeter) (*types.MsgRetireMeterResponse, error) {
	// load
	ctx, meter, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectLive(meter); err != nil {
		return nil, err
	}

	// apply
	if meter.IsBound() {
		sink, err := s.sink(meter.Binding.Module)
		if err != nil {
			return nil, err
		}
		if err := sink.MeterRetired(ctx, meter); err != nil {
			return nil, err
		}
	}
	if meter, err = s.retire(ctx, meter); err != nil {
		return nil, err
	}
	return &types.MsgRetireMeterResponse{}, ctx.EventManager().EmitTypedEvent(types.NewEventMeterStatusChanged(meter, ""))
}
