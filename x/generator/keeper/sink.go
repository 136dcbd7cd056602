package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/internal/lists"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Sink counts the readings of the meters that are bound to this module.
func (k *Keeper) Sink() meteridtypes.Sink { return sink{k} }

type sink struct {
	*Keeper
}

var _ meteridtypes.Sink = sink{}

// ApplyReadings counts what the meters of generators delivered. None is refused.
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
	g, b, err := s.Project(ctx, id)
	if err != nil {
		return err
	}
	switch g.Status {
	case types.GENERATOR_STATUS_INSTALLED:
		return s.proveInstallation(ctx, g, readings)
	case types.GENERATOR_STATUS_ACTIVE:
		return s.deliver(ctx, g, b, readings)
	default:
		remarkUncounted(readings)
		return nil
	}
}

// remarkUncounted marks readings with an amount that nobody pays for: the generator is not in service.
func remarkUncounted(readings []meteridtypes.AcceptedReading) {
	for i := range readings {
		if readings[i].Export > 0 {
			readings[i].Remark = meteridtypes.READING_REMARK_UNCOUNTED
		}
	}
}

// proveInstallation takes the first reading after the installation for the word of a requester who is silent. If that silence
// is before the arbiter already, the end of this block decides.
func (s sink) proveInstallation(ctx sdk.Context, g types.Generator, readings []meteridtypes.AcceptedReading) error {
	remarkUncounted(readings)
	if g.ProvedAt != 0 {
		return nil
	}
	for _, r := range readings {
		if r.To < g.InstalledAt {
			continue
		}
		g.ProvedAt = r.To
		if g.Dispute != nil && g.Dispute.BySilence {
			if err := s.Schedule(ctx, &g, ctx.BlockTime().Unix()); err != nil {
				return err
			}
		}
		if err := s.SetGenerator(ctx, g); err != nil {
			return err
		}
		return ctx.EventManager().EmitTypedEvent(&types.EventInstallationProved{
			Generator: g.Id, Meter: g.Meter, ProvedAt: g.ProvedAt,
		})
	}
	return nil
}

// deliver counts what was delivered, and tells when it is more above what was sold and free than told before.
func (s sink) deliver(ctx sdk.Context, g types.Generator, b types.Books, readings []meteridtypes.AcceptedReading) error {
	before := b
	for i := range readings {
		if readings[i].To <= g.CommissionedAt {
			remarkUncounted(readings[i : i+1])
			continue
		}
		b.Delivered = exact.AddUpTo(b.Delivered, readings[i].Export)
	}
	if b == before {
		return nil
	}
	excess := excessOf(g, b)
	exceeds := excess > b.ExcessUnits
	if exceeds {
		b.ExcessUnits = excess
	}
	if err := s.SetBooks(ctx, g.Id, b); err != nil || !exceeds {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventUnitsExceeded{
		Generator: g.Id, DeliveredUnits: g.DeliveredUnits(b), SoldUnits: b.SoldUnits + b.FreeUnits,
		ExcessUnits: b.ExcessUnits,
	})
}

// excessOf is how many units were delivered above those sold and free.
func excessOf(g types.Generator, b types.Books) uint64 {
	excess := g.DeliveredUnits(b)
	for _, paid := range []uint64{b.SoldUnits, b.FreeUnits} {
		excess -= min(excess, paid)
	}
	return excess
}

// MeterTransferred changes nothing: a generator's meter measures the generator, whoever owns the meter.
func (s sink) MeterTransferred(context.Context, meteridtypes.Meter, meteridtypes.Meter) error {
	return nil
}

// MeterReplaced goes on with the new device.
func (s sink) MeterReplaced(ctx context.Context, _, after meteridtypes.Meter) error {
	return s.setMeter(ctx, after.Binding.Ref, after.Id)
}

// MeterRetired leaves the generator without a meter; another one can be bound.
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
