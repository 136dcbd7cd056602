package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// RemoveSource ends a source, or takes a proposal back. The capacity that is left must hold the stock.
func (s msgServer) RemoveSource(goCtx context.Context, msg *types.MsgRemoveSource) (*types.MsgRemoveSourceResponse, error) {
	// load
	ctx, signer, b, err := s.ofSigner(goCtx, "signer", msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	source, err := b.source(ctx, msg.Source)
	if err != nil {
		return nil, err
	}

	// decide
	if signer.Text != b.area.Admin && signer.Text != source.Producer {
		return nil, types.ErrNotProducer.Wrapf("area %d, source %d: expected its producer %q or the admin %s, got %s",
			b.area.Id, source.Id, source.Producer, b.area.Admin, signer.Text)
	}
	water, wasActive := b.water, source.IsCurrent()
	if !wasActive {
		if err := expectSourceStatus(*source, types.SOURCE_STATUS_PROPOSED); err != nil {
			return nil, err
		}
	} else if water, err = b.water.Shrink(source.CapacityLitres, false); errors.Is(err, ledger.ErrCapacity) {
		return nil, types.ErrCapacityInUse.Wrapf("area %d: expected a stock of at most %d litres, got %d",
			b.area.Id, b.water.Capacity-source.CapacityLitres, b.water.Stock)
	} else if err != nil {
		return nil, err
	}

	// apply
	b.water = water
	meter := source.Meter
	if err := b.endSource(ctx, source); err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	if wasActive {
		if err := s.meters.UnbindMeter(ctx, meter, types.ModuleName); err != nil {
			return nil, err
		}
	}
	return &types.MsgRemoveSourceResponse{CapacityLitres: b.water.Capacity},
		ctx.EventManager().EmitTypedEvent(types.NewEventSourceRemoved(*source, types.ReasonRemoved, b.water.Capacity))
}
