package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// ReleaseReading accepts the quarantined reading of a meter as it is: its issuer has inspected the device and names what it saw, so that
// no other reading of the device takes its place.
func (s msgServer) ReleaseReading(goCtx context.Context, msg *types.MsgReleaseReading) (*types.MsgReleaseReadingResponse, error) {
	// load
	ctx, _, meter, err := s.ofIssuer(goCtx, msg)
	if err != nil {
		return nil, err
	}
	if err := expectStatus(meter, types.METER_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	waits, err := s.waiting(ctx, meter.Id)
	if err != nil {
		return nil, err
	}
	last, err := s.record(ctx, meter.Id)
	if err != nil {
		return nil, err
	}

	// decide
	if !meter.IsBound() {
		return nil, types.ErrMeterNotBound.Wrapf("meter %d: expected a module that counts the reading, got none", meter.Id)
	}
	if waits.Registers != msg.Registers {
		return nil, types.ErrChanged.Wrapf("meter %d: registers: expected %s, as quarantined, got %s", meter.Id, waits.Registers.Describe(), msg.Registers.Describe())
	}
	if last.Time >= waits.Registers.Time {
		return nil, types.ErrReadingOvertaken.Wrapf("meter %d: expected registers before those of the reading at %s, got those at %s",
			meter.Id, check.Moment(waits.Registers.Time), check.Moment(last.Time))
	}
	v, err := checkInspected(meter, last, waits.Registers)
	if err != nil {
		return nil, err
	}
	// A reading accepted after the look may have moved a register past the inspected one: that would now count as a wrap.
	if v.imported.amount > msg.ImportDelta || v.exported.amount > msg.ExportDelta {
		return nil, types.ErrChanged.Wrapf("meter %d: expected at most %d import and %d export, as inspected, got %d and %d",
			meter.Id, msg.ImportDelta, msg.ExportDelta, v.imported.amount, v.exported.amount)
	}

	// apply
	if err := s.applyAttested(ctx, meter, last, waits.Registers, v); err != nil {
		return nil, err
	}
	return &types.MsgReleaseReadingResponse{ImportDelta: v.imported.amount, ExportDelta: v.exported.amount},
		ctx.EventManager().EmitTypedEvent(&types.EventReadingReleased{
			Meter: meter.Id, ImportDelta: v.imported.amount, ExportDelta: v.exported.amount,
		})
}
