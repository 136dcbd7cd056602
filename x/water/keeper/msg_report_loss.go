package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/water/types"
)

// ReportLoss removes leaked or evaporated water from the stock. Tokens stay: later inflow repays the deficit.
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

	// decide
	if err := expectSourceStatus(*source, types.SOURCE_STATUS_ACTIVE); err != nil {
		return nil, err
	}
	if source.Producer != producer.Text {
		return nil, types.ErrNotProducer.Wrapf("area %d, source %d: expected %s, got %s", b.Area.Id, source.Id, source.Producer, producer.Text)
	}
	if b.Water.Stock < 0 || msg.Litres > uint64(b.Water.Stock) {
		return nil, types.ErrLossTooLarge.Wrapf("area %d: expected at most %d litres, got %d", b.Area.Id, max(b.Water.Stock, 0), msg.Litres)
	}
	water, err := b.Water.Lose(msg.Litres)
	if err != nil {
		return nil, err
	}

	// apply
	b.Water = water
	source.LostLitres = exact.AddUpTo(source.LostLitres, msg.Litres)
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgReportLossResponse{StockLitres: b.Water.Stock, DeficitLitres: b.Water.Deficit},
		ctx.EventManager().EmitTypedEvent(&types.EventLossReported{
			Area: source.Area, Source: source.Id, LostLitres: msg.Litres, DeficitLitres: b.Ledger().DeficitLitres,
			EvidenceHash: msg.EvidenceHash,
		})
}
