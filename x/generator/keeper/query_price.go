package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Price returns the price of a generator's units and why it is that.
func (q queryServer) Price(ctx context.Context, req *types.QueryPriceRequest) (*types.QueryPriceResponse, error) {
	g, b, err := q.project(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	voters, err := q.votersOf(ctx, g.Id)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryPriceResponse{
		Price: priceOf(b), VoteSum: b.VoteSum, VoteShares: b.VoteShares,
		FreeUnitsPerDay: g.Request.FreeUnitsPerDay, UnitLabel: g.Request.UnitLabel, Explanation: explainPrice(g, b, voters),
	}
	if g.Bid != nil {
		resp.PriceCeiling = g.Bid.PriceCeiling
	}
	return resp, nil
}

// votersOf is how many owners have voted: at most as many as there are shares. Only questions count them.
func (k *Keeper) votersOf(ctx context.Context, generator uint64) (uint64, error) {
	n := uint64(0)
	err := k.voters.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](generator), func(at) (bool, error) {
		n++
		return false, nil
	})
	return n, err
}
