package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// RemoveSource ends a source, or withdraws a proposal. The remaining capacity must hold the stock. It is paid for the time that it served.
func (s msgServer) RemoveSource(goCtx context.Context, msg *types.MsgRemoveSource) (*types.MsgRemoveSourceResponse, error) {
	// load
	ctx, signer, b, err := s.ofSigner(goCtx, "signer", msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	source, err := b.Source(ctx, msg.Source)
	if err != nil {
		return nil, err
	}

	// decide
	if signer.Text != b.Area.Admin && signer.Text != source.Producer {
		return nil, types.ErrNotProducer.Wrapf("area %d, source %d: expected its producer %q or the admin %s, got %s",
			b.Area.Id, source.Id, source.Producer, b.Area.Admin, signer.Text)
	}
	water, wasActive := b.Water, source.IsCurrent()
	if !wasActive {
		if err := expectSourceStatus(*source, types.SOURCE_STATUS_PROPOSED); err != nil {
			return nil, err
		}
	} else if water, err = b.Water.Shrink(source.CapacityLitres, false); errors.Is(err, ledger.ErrCapacity) {
		return nil, types.ErrCapacityInUse.Wrapf("area %d: expected a stock of at most %d litres, got %d",
			b.Area.Id, b.Water.Capacity-source.CapacityLitres, b.Water.Stock)
	} else if err != nil {
		return nil, err
	}

	// apply
	b.Water = water
	meter := source.Meter
	if err := b.EndSource(ctx, source); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	if wasActive {
		if err := s.Meters.UnbindMeter(ctx, meter, types.ModuleName); err != nil {
			return nil, err
		}
	}
	return &types.MsgRemoveSourceResponse{CapacityLitres: b.Water.Capacity},
		ctx.EventManager().EmitTypedEvent(types.NewEventSourceRemoved(*source, types.ReasonRemoved, b.Water.Capacity))
}
