package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// Sink counts the readings of the meters that are bound to this module.
func (k *Keeper) Sink() meteridtypes.Sink { return sink{k} }

type sink struct {
	*Keeper
}

var _ meteridtypes.Sink = sink{}

// ApplyReadings counts the accepted readings of a batch. None is refused: litres without tokens become an overdraft.
func (s sink) ApplyReadings(ctx context.Context, readings []meteridtypes.AcceptedReading) error {
	for area, run := range lists.Runs(readings, func(r *meteridtypes.AcceptedReading) uint64 { return r.Ref }) {
		if err := s.applyToArea(ctx, area, run); err != nil {
			return err
		}
	}
	return nil
}

// MeterTransferred closes the account of the old owner, whose readings up to the closing registers have been counted, and unbinds the meter, so
// that the new owner can bind it again. The old owner still owes its overdraft. A source continues with the new owner as its producer.
func (s sink) MeterTransferred(goCtx context.Context, before, after meteridtypes.Meter) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	b, err := books.Open(ctx, s.Store, before.Binding.Ref)
	if err != nil {
		return err
	}
	if id, isSource := types.SourceOf(before.Binding.Slot); isSource {
		source, err := b.Source(ctx, id)
		if err != nil {
			return err
		}
		source.Producer = after.Owner
		if err := b.Commit(ctx); err != nil {
			return err
		}
		return ctx.EventManager().EmitTypedEvent(&types.EventSourceTransferred{
			Area: source.Area, Source: source.Id, Producer: source.Producer,
		})
	}

	seat, err := b.Seat(ctx, before.Binding.Slot)
	if err != nil {
		return err
	}
	left, err := b.MoveOut(ctx, seat)
	if err != nil {
		return err
	}
	if err := b.Commit(ctx); err != nil {
		return err
	}
	if err := s.Meters.UnbindMeter(ctx, before.Id, types.ModuleName); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(
		types.NewEventAccountClosed(seat.Account.Now, types.ReasonTransferred, left.Balance+left.Lifeline, left.Debt))
}

// MeterReplaced puts the new device in the place of the old one.
func (s sink) MeterReplaced(goCtx context.Context, before, after meteridtypes.Meter) error {
	return s.changeMeter(sdk.UnwrapSDKContext(goCtx), after.Binding, before.Id, after.Id)
}

// MeterRetired refuses to retire the meter of an open account: the owner would not pay what it has drawn since its last reading. A source ends,
// and the capacity shrinks.
func (s sink) MeterRetired(goCtx context.Context, meter meteridtypes.Meter) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	id, isSource := types.SourceOf(meter.Binding.Slot)
	if !isSource {
		return meteridtypes.ErrMeterBound.Wrapf("area %d, slot %d: expected the account of meter %d to be closed first, got an open one",
			meter.Binding.Ref, meter.Binding.Slot, meter.Id)
	}
	b, err := books.Open(ctx, s.Store, meter.Binding.Ref)
	if err != nil {
		return err
	}
	source, err := b.Source(ctx, id)
	if err != nil {
		return err
	}
	if b.Water, err = b.Water.Shrink(source.CapacityLitres, true); err != nil {
		return err
	}
	if err := b.EndSource(ctx, source); err != nil {
		return err
	}
	if err := b.Commit(ctx); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventSourceRemoved(*source, types.ReasonRetired, b.Water.Capacity))
}

// changeMeter gives the household or source of a binding another meter.
func (s sink) changeMeter(ctx sdk.Context, binding meteridtypes.Binding, before, after uint64) error {
	b, err := books.Open(ctx, s.Store, binding.Ref)
	if err != nil {
		return err
	}
	if id, isSource := types.SourceOf(binding.Slot); isSource {
		source, err := b.Source(ctx, id)
		if err != nil {
			return err
		}
		source.Meter = after
	} else if err := b.ChangeMeter(ctx, binding.Slot, after); err != nil {
		return err
	}
	if err := b.Commit(ctx); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventMeterReplaced{Area: b.Area.Id, Meter: before, NewMeter: after})
}
