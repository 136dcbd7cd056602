package keeper

import (
	"context"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// AcceptSource makes the signer's meter a source of the area.
func (s msgServer) AcceptSource(goCtx context.Context, msg *types.MsgAcceptSource) (*types.MsgAcceptSourceResponse, error) {
	// load
	ctx, producer, b, err := s.ofSigner(goCtx, "producer", msg.Producer, msg)
	if err != nil {
		return nil, err
	}
	source, err := b.Source(ctx, msg.Source)
	if err != nil {
		return nil, err
	}
	if err := expectSourceStatus(*source, types.SOURCE_STATUS_PROPOSED); err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, source.Meter)
	if err != nil {
		return nil, err
	}
	successor, err := b.IssuerSuccessor(ctx)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	if err := expectAsProposed(*source, msg); err != nil {
		return nil, err
	}
	if err := expectOwner(meter, producer); err != nil {
		return nil, err
	}
	if err := books.ExpectMeterFor(b.Area, meter, successor, meteridtypes.DIRECTION_PRODUCTION); err != nil {
		return nil, err
	}
	if err := books.ExpectUnbound(meter); err != nil {
		return nil, err
	}
	if err := b.ExpectCapacity(source.CapacityLitres); err != nil {
		return nil, err
	}
	water, err := b.Water.Enlarge(source.CapacityLitres)
	if err != nil {
		return nil, err
	}

	// apply
	b.Water = water
	source.Producer = producer.Text
	source.Status = types.SOURCE_STATUS_ACTIVE
	source.FromPeriod = counters.Periods + 1 // the remunerations of an opened period are fixed
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	if err := s.Meters.BindMeter(ctx, meter.Id, state.BindingOfSource(*source)); err != nil {
		return nil, err
	}
	return &types.MsgAcceptSourceResponse{FromPeriod: source.FromPeriod},
		ctx.EventManager().EmitTypedEvent(&types.EventSourceAccepted{
			Area: source.Area, Source: source.Id, Producer: source.Producer, FromPeriod: source.FromPeriod,
			CapacityLitres: b.Water.Capacity,
		})
}

// expectAsProposed refuses the acceptance of something else than what was proposed.
func expectAsProposed(s types.Source, msg *types.MsgAcceptSource) error {
	if s.Meter != msg.Meter || s.Class != msg.Class || s.CapacityLitres != msg.CapacityLitres || s.Remuneration != msg.Remuneration {
		return types.ErrNotAsProposed.Wrapf("area %d, source %d: expected meter %d, %s, %d litres for %d, got meter %d, %s, %d litres for %d",
			s.Area, s.Id, s.Meter, s.Class, s.CapacityLitres, s.Remuneration, msg.Meter, msg.Class, msg.CapacityLitres, msg.Remuneration)
	}
	return nil
}

func expectOwner(m meteridtypes.Meter, signer state.Address) error {
	if m.Owner != signer.Text {
		return types.ErrNotOwner.Wrapf("meter %d: expected %s, got %s", m.Id, m.Owner, signer.Text)
	}
	return nil
}

func expectSourceStatus(s types.Source, want types.SourceStatus) error {
	if s.Status != want {
		return types.ErrWrongStatus.Wrapf("area %d, source %d: expected %s, got %s", s.Area, s.Id, want, s.Status)
	}
	return nil
}
