package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// Area returns an area, its water, its money and its next dates.
func (q queryServer) Area(ctx context.Context, req *types.QueryAreaRequest) (*types.QueryAreaResponse, error) {
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	market, err := b.Market(ctx)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryAreaResponse{
		Area:              b.Area,
		Ledger:            b.Stored,
		Purse:             *purse,
		Counters:          *counters,
		FilledPpm:         filled(b.Stored),
		MintedTodayLitres: b.Stored.MintedToday(b.Now),
		LifelineDaysLeft:  lifelineDays(b.Terms, b.Water),
		ReferencePrice:    market.ReferencePrice,
		NextAuctionAt:     market.AuctionAt,

		GuaranteedLitresPerPerson: b.Water.Ration(b.Terms),
		AllocationPpm:             b.Water.Allocation().Of(types.Ppm),
	}
	if b.Water.Period > 0 {
		running, err := b.Period(ctx, b.Water.Period)
		if err != nil {
			return nil, err
		}
		shown := withMint(*running, b.Stored)
		resp.Running = &shown
	}
	enrolling, err := b.EnrollingPeriod(ctx)
	if err != nil {
		return nil, err
	}
	if enrolling != nil && !b.Area.IsClosed() {
		shown := *enrolling
		resp.Enrolling = &shown
	}
	if !b.Area.IsClosed() {
		resp.NextEnrolmentAt = b.Area.EnrolmentOpens(counters.Periods + 1)
	}
	if !b.Area.IsClosed() || counters.Periods > b.Water.Period {
		resp.NextStartAt = b.Area.PeriodStart(b.Water.Period + 1)
	}
	return resp, nil
}

// filled returns the filled part of the capacity, millionths rounded down; 0 without a stock or a capacity.
func filled(l types.Ledger) uint64 {
	part, err := exact.MulDivFloor(uint64(max(l.StockLitres, 0)), types.Ppm, l.CapacityLitres)
	if err != nil { // there is no capacity
		return 0
	}
	return part
}

// lifelineDays returns the days that the reserve lasts at full ration, rounded down; 0 if there is no ration.
func lifelineDays(t ledger.Terms, l ledger.Ledger) uint64 {
	daily := t.Lifeline * l.Residents.Weight // at most 10,000 · 20 · 2^21
	if daily == 0 {
		return 0
	}
	return l.Reserve / daily
}

// withMint returns a period with its mint up to now, which is in the ledger while it runs.
func withMint(p types.Period, l types.Ledger) types.Period {
	if p.Status == types.PERIOD_STATUS_RUNNING {
		p.MintedLitres = l.PeriodMintedLitres
	}
	return p
}
