package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Price returns the price of a generator's units and why it is that.
func (q queryServer) Price(ctx context.Context, req *types.QueryPriceRequest) (*types.QueryPriceResponse, error) {
	g, b, err := q.reader.Project(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	voters, err := q.reader.VotersOf(ctx, g.Id)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryPriceResponse{
		Price: state.PriceOf(b), VoteSum: b.VoteSum, VoteShares: b.VoteShares,
		FreeUnitsPerDay: g.Request.FreeUnitsPerDay, UnitLabel: g.Request.UnitLabel, Explanation: explainPrice(g, b, voters),
	}
	if g.Bid != nil {
		resp.PriceCeiling = g.Bid.PriceCeiling
	}
	return resp, nil
}
