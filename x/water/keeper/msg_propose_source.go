package keeper

import (
	"context"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// ProposeSource offers terms to the owner of a production meter.
func (s msgServer) ProposeSource(goCtx context.Context, msg *types.MsgProposeSource) (*types.MsgProposeSourceResponse, error) {
	// load
	ctx, admin, b, err := s.ofSigner(goCtx, "admin", msg.Admin, msg)
	if err != nil {
		return nil, err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return nil, err
	}
	meter, err := s.meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectAdmin(b.area, admin); err != nil {
		return nil, err
	}
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	if err := expectMeterFor(b.area, meter, meteridtypes.DIRECTION_PRODUCTION); err != nil {
		return nil, err
	}
	if err := expectUnbound(meter); err != nil {
		return nil, err
	}
	if counters.OpenSources >= params.MaxSources {
		return nil, types.ErrTooManySources.Wrapf("area %d: expected fewer than %d sources, got %d", b.area.Id, params.MaxSources, counters.OpenSources)
	}
	if err := b.expectCapacity(msg.CapacityLitres); err != nil {
		return nil, err
	}
	source := types.Source{
		Area:           b.area.Id,
		Id:             counters.Sources + 1,
		Meter:          meter.Id,
		Class:          msg.Class,
		CapacityLitres: msg.CapacityLitres,
		Remuneration:   msg.Remuneration,
		Status:         types.SOURCE_STATUS_PROPOSED,
	}

	// apply
	counters.Sources++
	counters.OpenSources++
	if err := s.setSource(ctx, source); err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgProposeSourceResponse{Source: source.Id}, ctx.EventManager().EmitTypedEvent(&types.EventSourceProposed{
		Area: source.Area, Source: source.Id, Meter: source.Meter, CapacityLitres: source.CapacityLitres,
		Remuneration: source.Remuneration,
	})
}

// expectCapacity refuses capacity that an area cannot have.
func (b *books) expectCapacity(litres uint64) error {
	if room := types.MaxCapacity - min(b.water.Capacity, types.MaxCapacity); litres > room {
		return types.ErrCapacityTooLarge.Wrapf("area %d: expected at most %d litres more, got %d", b.area.Id, room, litres)
	}
	return nil
}
