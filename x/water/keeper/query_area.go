package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// ppm is the number of millionths in a whole.
const ppm = 1_000_000

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
		LifelineDaysLeft:  lifelineDays(b.Area, b.Stored),
		ReferencePrice:    market.ReferencePrice,
		NextAuctionAt:     market.AuctionAt,
	}
	if b.Water.Period > 0 {
		running, err := b.Period(ctx, b.Water.Period)
		if err != nil {
			return nil, err
		}
		shown := withAllotments(*running, b.Stored)
		resp.Running = &shown
	}
	switch p, err := b.EnrollingPeriod(ctx); {
	case err == nil:
		enrolling := *p
		resp.Enrolling = &enrolling
	case !errors.Is(err, types.ErrNotEnrolling) && !errors.Is(err, types.ErrAreaClosed):
		return nil, err
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
	part, err := exact.MulDivFloor(uint64(max(l.StockLitres, 0)), ppm, l.CapacityLitres)
	if err != nil { // there is no capacity
		return 0
	}
	return part
}

// lifelineDays returns the days that the reserve lasts at full ration, rounded down; 0 if there is no ration.
func lifelineDays(a types.Area, l types.Ledger) uint64 {
	daily := a.LifelineLitresPerPersonDay * l.Lifeline.Persons // at most 10,000 · 20 · 2^21
	if daily == 0 {
		return 0
	}
	return l.ReserveLitres / daily
}

// withAllotments returns a period with its allotments up to now, which are in the ledger while it runs.
func withAllotments(p types.Period, l types.Ledger) types.Period {
	if p.Status == types.PERIOD_STATUS_RUNNING {
		p.Water, p.Lifeline, p.MintedLitres = l.Water, l.Lifeline, l.PeriodMintedLitres
	}
	return p
}
