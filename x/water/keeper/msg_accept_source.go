package keeper

import (
	"context"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// AcceptSource makes the signer's meter a source of the area.
func (s msgServer) AcceptSource(goCtx context.Context, msg *types.MsgAcceptSource) (*types.MsgAcceptSourceResponse, error) {
	// load
	ctx, producer, b, err := s.ofSigner(goCtx, "producer", msg.Producer, msg)
	if err != nil {
		return nil, err
	}
	source, err := b.source(ctx, msg.Source)
	if err != nil {
		return nil, err
	}
	if err := expectSourceStatus(*source, types.SOURCE_STATUS_PROPOSED); err != nil {
		return nil, err
	}
	meter, err := s.meters.Meter(ctx, source.Meter)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	if err := expectOwner(meter, producer); err != nil {
		return nil, err
	}
	if err := expectMeterFor(b.area, meter, meteridtypes.DIRECTION_PRODUCTION); err != nil {
		return nil, err
	}
	if err := expectUnbound(meter); err != nil {
		return nil, err
	}
	if err := b.expectCapacity(source.CapacityLitres); err != nil {
		return nil, err
	}
	water, err := b.water.Enlarge(source.CapacityLitres)
	if err != nil {
		return nil, err
	}

	// apply
	b.water = water
	source.Producer = producer.Text
	source.Status = types.SOURCE_STATUS_ACTIVE
	source.FromPeriod = b.water.Period // its number is one less, so that is the one after the running period
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	if err := s.meters.BindMeter(ctx, meter.Id, bindingOfSource(*source)); err != nil {
		return nil, err
	}
	return &types.MsgAcceptSourceResponse{FromPeriod: source.FromPeriod},
		ctx.EventManager().EmitTypedEvent(&types.EventSourceAccepted{
			Area: source.Area, Source: source.Id, Producer: source.Producer, FromPeriod: source.FromPeriod,
			CapacityLitres: b.water.Capacity,
		})
}

func expectOwner(m meteridtypes.Meter, signer address) error {
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
