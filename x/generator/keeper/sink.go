package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Sink returns the sink for the readings of meters bound to this module.
func (k *Keeper) Sink() meteridtypes.Sink { return sink{k} }

type sink struct {
	*Keeper
}

var _ meteridtypes.Sink = sink{}

// ApplyReadings counts the readings of the meters of generators. None is refused.
func (s sink) ApplyReadings(goCtx context.Context, readings []meteridtypes.AcceptedReading) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	for id, run := range lists.Runs(readings, func(r *meteridtypes.AcceptedReading) uint64 { return r.Ref }) {
		if err := s.applyToGenerator(ctx, id, run); err != nil {
			return err
		}
	}
	return nil
}

func (s sink) applyToGenerator(ctx sdk.Context, id uint64, readings []meteridtypes.AcceptedReading) error {
	g, purse, err := s.GeneratorWithPurse(ctx, id)
	if err != nil {
		return err
	}
	switch g.Status {
	case types.GENERATOR_STATUS_INSTALLED:
		return s.proveInstallation(ctx, g, readings)
	case types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE:
		return s.countDelivery(ctx, g, purse, readings)
	default:
		remarkUncounted(readings)
		return nil
	}
}

// remarkUncounted marks readings with an export that does not count: the generator is not in service, or a span began before its meter
// was bound.
func remarkUncounted(readings []meteridtypes.AcceptedReading) {
	for i := range readings {
		switch {
		case readings[i].Export == 0:
		case readings[i].BeforeBinding:
			readings[i].Remark = meteridtypes.READING_REMARK_BEFORE_BINDING
		default:
			readings[i].Remark = meteridtypes.READING_REMARK_UNCOUNTED
		}
	}
}

// proveInstallation adds the export since the installation until it proves it.
func (s sink) proveInstallation(ctx sdk.Context, g types.Generator, readings []meteridtypes.AcceptedReading) error {
	remarkUncounted(readings)
	if g.ProvedAt != 0 {
		return nil
	}
	before := g.Tested
	for _, r := range readings {
		if r.BeforeBinding || g.Tested >= g.Proof {
			continue
		}
		if g.Tested = exact.AddUpTo(g.Tested, r.Export); g.Tested >= g.Proof {
			g.ProvedAt = r.To
		}
	}
	switch {
	case g.Tested == before:
		return nil
	case g.ProvedAt == 0:
		return s.SetGenerator(ctx, g)
	}
	// Half of the time to object remains after the proof: otherwise a provider could prove it in the last block.
	g.RespondUntil = max(g.RespondUntil, ctx.BlockTime().Unix()+types.Seconds(g.ResponseSeconds)/2)
	if err := s.SetDeadline(ctx, &g, max(g.Deadline, g.RespondUntil)); err != nil {
		return err
	}
	if err := s.SetGenerator(ctx, g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventInstallationProved{
		Generator: g.Id, Meter: g.Meter, ProvedAt: g.ProvedAt,
	})
}

// countDelivery adds the export of spans that began after the commissioning and with this meter. On trial it pays the provider. It
// emits an event if the excess over units sold and free has grown since the last event.
func (s sink) countDelivery(ctx sdk.Context, g types.Generator, purse types.Purse, readings []meteridtypes.AcceptedReading) error {
	before := purse
	for i := range readings {
		if readings[i].From < g.CommissionedAt || readings[i].BeforeBinding {
			remarkUncounted(readings[i : i+1])
			continue
		}
		purse.Delivered = exact.AddUpTo(purse.Delivered, readings[i].Export)
	}
	if purse == before {
		return nil
	}
	excess := excessUnits(g, purse)
	exceeds := excess > purse.ExcessUnits
	if exceeds {
		purse.ExcessUnits = excess
	}
	if g.Status == types.GENERATOR_STATUS_ON_TRIAL {
		if err := s.PayDelivery(ctx, g, &purse); err != nil {
			return err
		}
	}
	if err := s.SetPurse(ctx, g.Id, purse); err != nil || !exceeds {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventUnitsExceeded{
		Generator: g.Id, DeliveredUnits: g.DeliveredUnits(purse), SoldUnits: purse.SoldUnits + purse.FreeUnits,
		ExcessUnits: purse.ExcessUnits,
	})
}

// excessUnits returns the units delivered above those sold and free.
func excessUnits(g types.Generator, purse types.Purse) uint64 {
	excess := g.DeliveredUnits(purse)
	for _, paid := range []uint64{purse.SoldUnits, purse.FreeUnits} {
		excess -= min(excess, paid)
	}
	return excess
}

// MeterTransferred changes nothing: a generator's meter measures the generator, whichever account owns the meter.
func (s sink) MeterTransferred(context.Context, meteridtypes.Meter, meteridtypes.Meter) error {
	return nil
}

// MeterReplaced records the new device.
func (s sink) MeterReplaced(ctx context.Context, _, after meteridtypes.Meter) error {
	return s.setMeter(ctx, after.Binding.Ref, after.Id)
}

// MeterRetired leaves the generator without a meter, until another one is bound.
func (s sink) MeterRetired(ctx context.Context, meter meteridtypes.Meter) error {
	return s.setMeter(ctx, meter.Binding.Ref, 0)
}

// setMeter records the generator's meter.
func (s sink) setMeter(goCtx context.Context, generator, meter uint64) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	g, err := s.Generator(ctx, generator)
	if err != nil {
		return err
	}
	g.Meter = meter
	if err := s.SetGenerator(ctx, g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventMeterBound(g))
}
