package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/life"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// MarkInstalled declares a generator installed and binds its meter. If a generator has lost its meter since, it only binds a new
// one.
func (s msgServer) MarkInstalled(
	goCtx context.Context, msg *types.MsgMarkInstalled,
) (*types.MsgMarkInstalledResponse, error) {
	// load
	ctx, installer, g, err := s.generatorOfSigner(goCtx, "installer", msg.Installer, msg)
	if err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}

	// decide
	first := g.Status == types.GENERATOR_STATUS_PENDING_INSTALL
	if err := expectCanInstall(g, installer); err != nil {
		return nil, err
	}
	if err := expectEligible(meter, installer, g.Request.Medium); err != nil {
		return nil, err
	}

	// apply
	g.Meter = meter.Id
	if err := s.Meters.BindMeter(ctx, meter.Id, state.BindingOf(g.Id)); err != nil {
		return nil, err
	}
	if err := ctx.EventManager().EmitTypedEvent(types.NewEventMeterBound(g)); err != nil {
		return nil, err
	}
	if first {
		g.InstalledAt = ctx.BlockTime().Unix()
		late := lateDays(g)
		if err := s.UpdateProvider(ctx, g, func(r *types.ProviderRecord) { r.LateDays += late }); err != nil {
			return nil, err
		}
		g.RespondUntil = g.InstalledAt + types.Seconds(g.ResponseSeconds)
		if err := s.SetStatus(ctx, &g, types.GENERATOR_STATUS_INSTALLED, g.RespondUntil, types.ReasonMarkedInstalled); err != nil {
			return nil, err
		}
	}
	return &types.MsgMarkInstalledResponse{Deadline: g.Deadline}, s.SetGenerator(ctx, g)
}

// expectCanInstall checks that the account may bind a meter to the generator now.
func expectCanInstall(g types.Generator, installer state.Address) error {
	err := state.ExpectStatus(g,
		types.GENERATOR_STATUS_PENDING_INSTALL, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL,
		types.GENERATOR_STATUS_ACTIVE)
	switch {
	case err != nil:
		return err
	case g.Status == types.GENERATOR_STATUS_ACTIVE:
		if err := state.ExpectVendor(g, installer); err != nil {
			return err
		}
		return expectMeterless(g)
	case installer.Text != g.Provider(): // whose pay depends on it until the trial is over
		return types.ErrNotProvider.Wrapf("generator %d: expected %s, got %s", g.Id, g.Provider(), installer.Text)
	case g.Status != types.GENERATOR_STATUS_PENDING_INSTALL:
		return expectMeterless(g)
	default:
		return nil
	}
}

// expectMeterless checks that the generator has lost its meter.
func expectMeterless(g types.Generator) error {
	if g.Meter != 0 {
		return types.ErrMeterPresent.Wrapf("generator %d: expected one without a meter, got one with meter %d", g.Id, g.Meter)
	}
	return nil
}

// expectEligible checks that a meter can be that of a generator.
func expectEligible(m meteridtypes.Meter, installer state.Address, medium meteridtypes.Medium) error {
	switch {
	case m.Owner != installer.Text:
		return types.ErrNotMeterOwner.Wrapf("meter %d: expected %s, got %s", m.Id, m.Owner, installer.Text)
	case m.Status != meteridtypes.METER_STATUS_ACTIVE:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, meteridtypes.METER_STATUS_ACTIVE, m.Status)
	case m.Medium != medium:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, medium, m.Medium)
	case m.Direction == meteridtypes.DIRECTION_CONSUMPTION:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected one with an export register, got %s", m.Id, m.Direction)
	case m.IsBound():
		return types.ErrMeterBound.Wrapf("meter %d: expected one without a binding, got one to %s %d", m.Id, m.Binding.Module, m.Binding.Ref)
	default:
		return nil
	}
}

// lateDays returns the delay of the installation, days rounded up.
func lateDays(g types.Generator) uint64 {
	late := max(0, g.InstalledAt-life.PromisedAt(g))
	return uint64((late + types.SecondsPerDay - 1) / types.SecondsPerDay) //nolint:gosec // not negative
}
