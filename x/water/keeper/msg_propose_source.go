package keeper

import (
	"context"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// ProposeSource offers terms to the owner of a production meter.
func (s msgServer) ProposeSource(goCtx context.Context, msg *types.MsgProposeSource) (*types.MsgProposeSourceResponse, error) {
	// load
	ctx, admin, b, err := s.ofSigner(goCtx, "admin", msg.Admin, msg)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}
	successor, err := b.IssuerSuccessor(ctx)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectAdmin(b.Area, admin); err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	if err := books.ExpectMeterFor(b.Area, meter, successor, meteridtypes.DIRECTION_PRODUCTION); err != nil {
		return nil, err
	}
	if err := books.ExpectUnbound(meter); err != nil {
		return nil, err
	}
	if counters.OpenSources >= params.MaxSources {
		return nil, types.ErrTooManySources.Wrapf("area %d: expected fewer than %d sources, got %d", b.Area.Id, params.MaxSources, counters.OpenSources)
	}
	if err := b.ExpectCapacity(msg.CapacityLitres); err != nil {
		return nil, err
	}
	source := types.Source{
		Area:           b.Area.Id,
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
	if err := s.SetSource(ctx, source); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgProposeSourceResponse{Source: source.Id}, ctx.EventManager().EmitTypedEvent(&types.EventSourceProposed{
		Area: source.Area, Source: source.Id, Meter: source.Meter, CapacityLitres: source.CapacityLitres,
		Remuneration: source.Remuneration,
	})
}
