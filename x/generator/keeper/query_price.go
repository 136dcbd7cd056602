package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Price returns the price of a generator's units and the votes behind it.
func (q queryServer) Price(ctx context.Context, req *types.QueryPriceRequest) (*types.QueryPriceResponse, error) {
	g, purse, err := q.reader.GeneratorWithPurse(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	voters, err := q.reader.CountVoters(ctx, g.Id)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryPriceResponse{
		Price: state.PriceOf(purse), VoteSum: purse.VoteSum, VoteShares: purse.VoteShares,
		FreeUnitsPerDay: g.Request.FreeUnitsPerDay, UnitLabel: g.Request.UnitLabel, Explanation: explainPrice(g, purse, voters),
	}
	if g.Bid != nil {
		resp.PriceCeiling = g.Bid.PriceCeiling
	}
	return resp, nil
}
