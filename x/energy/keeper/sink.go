package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Sink returns the sink for the readings of meters bound to this module.
func (k *Keeper) Sink() meteridtypes.Sink { return sink{k} }

type sink struct {
	*Keeper
}

var (
	_ meteridtypes.Sink    = sink{}
	_ meteridtypes.Watcher = sink{}
)

// ApplyReadings counts the accepted readings of a batch. None is refused: energy that no epoch can net is booked as grid
// energy, with a remark.
func (s sink) ApplyReadings(ctx context.Context, readings []meteridtypes.AcceptedReading) error {
	for community, run := range lists.Runs(readings, func(r *meteridtypes.AcceptedReading) uint64 { return r.Ref }) {
		if err := s.applyToCommunity(ctx, community, run); err != nil {
			return err
		}
	}
	return nil
}

// MeterTransferred ends the membership of the old owner. All its readings have been counted, so the meter is unbound at once
// and the new owner may bind it.
func (s sink) MeterTransferred(goCtx context.Context, before, _ meteridtypes.Meter) error {
	return s.endForMeter(sdk.UnwrapSDKContext(goCtx), before, types.ReasonTransferred)
}

// MeterRetired ends the membership of a retired meter.
func (s sink) MeterRetired(goCtx context.Context, meter meteridtypes.Meter) error {
	return s.endForMeter(sdk.UnwrapSDKContext(goCtx), meter, types.ReasonRetired)
}

// MeterTaken drops the application of a meter that is a member now, was bound elsewhere, got another owner or was retired.
func (s sink) MeterTaken(ctx context.Context, meter uint64) error {
	return s.RemoveApplication(ctx, meter)
}

// endForMeter unbinds a meter and ends its membership, unless it has ended.
func (s sink) endForMeter(ctx sdk.Context, meter meteridtypes.Meter, reason string) error {
	community, err := s.Community(ctx, meter.Binding.Ref)
	if err != nil {
		return err
	}
	member, err := s.Member(ctx, meter.Binding.Ref, meter.Binding.Slot)
	if err != nil {
		return err
	}
	if err := s.unbindMeter(ctx, member); err != nil {
		return err
	}
	seat, err := s.Seat(ctx, community.Id, member.Slot)
	if err != nil || seat.ToEpoch != 0 { // it has ended already
		return err
	}
	_, err = s.endMembership(ctx, community, member.Slot, seat, reason)
	return err
}

// MeterReplaced puts the new device into the same slot.
func (s sink) MeterReplaced(goCtx context.Context, before, after meteridtypes.Meter) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	member, err := s.Member(ctx, after.Binding.Ref, after.Binding.Slot)
	if err != nil {
		return err
	}
	if member, err = s.AddMeterTotals(ctx, member, before); err != nil {
		return err
	}
	opening, err := s.Meters.Totals(ctx, after.Id)
	if err != nil {
		return err
	}
	member.Meter = after.Id
	member.OpeningImportWh, member.OpeningExportWh = opening.Import, opening.Export
	return s.SetMember(ctx, member)
}
