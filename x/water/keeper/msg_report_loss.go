package keeper

import (
	"context"
	"encoding/hex"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/water/types"
)

// ReportLoss removes leaked or evaporated water from the stock. Tokens stay: later inflow repays the deficit. A source loses no more than it stored
// and has not lost yet; beyond a part of the stock in a period the admin must approve the loss.
func (s msgServer) ReportLoss(goCtx context.Context, msg *types.MsgReportLoss) (*types.MsgReportLossResponse, error) {
	// load
	ctx, producer, b, err := s.ofSigner(goCtx, "producer", msg.Producer, msg)
	if err != nil {
		return nil, err
	}
	source, err := b.Source(ctx, msg.Source)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}

	// decide
	if err := expectSourceStatus(*source, types.SOURCE_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if source.Producer != producer.Text {
		return nil, types.ErrNotProducer.Wrapf("area %d, source %d: expected %s, got %s", b.Area.Id, source.Id, source.Producer, producer.Text)
	}
	water, err := b.LoseWater(source, msg.Litres)
	if err != nil {
		return nil, err
	}
	lost := counters.PeriodLostLitres + msg.Litres // each at most the stock
	free, err := exact.MulDivFloor(uint64(b.Water.Stock)+counters.PeriodLostLitres, params.MaxLossPpm, types.Ppm)
	if err != nil {
		return nil, err
	}
	pending := lost > free

	// apply
	if pending {
		source.PendingLossLitres, source.PendingEvidence = msg.Litres, hex.EncodeToString(msg.EvidenceHash)
	} else {
		b.Water = water
		counters.PeriodLostLitres = lost
		source.LostLitres += msg.Litres
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	resp := &types.MsgReportLossResponse{StockLitres: b.Water.Stock, DeficitLitres: b.Water.Deficit, Pending: pending}
	if pending {
		return resp, ctx.EventManager().EmitTypedEvent(&types.EventLossProposed{
			Area: source.Area, Source: source.Id, Litres: msg.Litres, EvidenceHash: msg.EvidenceHash,
		})
	}
	return resp, ctx.EventManager().EmitTypedEvent(&types.EventLossReported{
		Area: source.Area, Source: source.Id, LostLitres: msg.Litres, DeficitLitres: b.Water.Deficit, EvidenceHash: msg.EvidenceHash,
	})
}
