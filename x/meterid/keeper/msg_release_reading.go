package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// ReleaseReading accepts the quarantined reading of a meter as it is: its issuer has looked at the device.
func (s msgServer) ReleaseReading(goCtx context.Context, msg *types.MsgReleaseReading) (*types.MsgReleaseReadingResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	issuer, err := s.account("issuer", msg.Issuer)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	meter, err := s.meterOfIssuer(ctx, msg.Meter, issuer)
	if err != nil {
		return nil, err
	}
	if err := expectStatus(meter, types.METER_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	waits, err := s.quarantine.Get(ctx, meter.Id)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrNothingQuarantined.Wrapf("meter %d: expected a reading that waits, got none", meter.Id)
	}
	if err != nil {
		return nil, err
	}
	last, err := s.Registers(ctx, meter.Id)
	if err != nil {
		return nil, err
	}

	// decide
	if !meter.IsBound() {
		return nil, types.ErrMeterNotBound.Wrapf("meter %d: expected a module that counts the reading, got none", meter.Id)
	}
	if hasPassed(last, waits.Registers) {
		return nil, types.ErrReadingOvertaken.Wrapf("meter %d: expected registers before those of the reading at %s, got those at %s",
			meter.Id, check.Moment(waits.Registers.Time), check.Moment(last.Time))
	}

	// apply
	v, err := s.applyAttested(ctx, meter, last, waits.Registers)
	if err != nil {
		return nil, err
	}
	return &types.MsgReleaseReadingResponse{ImportDelta: v.importDelta, ExportDelta: v.exportDelta},
		ctx.EventManager().EmitTypedEvent(types.NewEventReadingReleased(meter.Id, v.importDelta, v.exportDelta))
}
