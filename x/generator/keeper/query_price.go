package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Price returns the price of a generator's units today, that from the next day on, and the votes behind it.
func (q queryServer) Price(goCtx context.Context, req *types.QueryPriceRequest) (*types.QueryPriceResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	g, purse, err := q.reader.GeneratorWithPurse(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	voters, err := q.reader.CountVoters(ctx, g.Id)
	if err != nil {
		return nil, err
	}
	today := state.DayOf(ctx.BlockTime().Unix())
	resp := &types.QueryPriceResponse{
		Price: state.PriceOn(purse, today), NextPrice: state.NextPrice(purse), NextPriceAt: state.DayStart(today + 1),
		VoteSum: purse.VoteSum, VoteShares: purse.VoteShares,
		FreeUnitsPerDay: g.Request.FreeUnitsPerDay, UnitLabel: g.Request.UnitLabel, Explanation: explainPrice(g, purse, voters, today),
	}
	if g.Bid != nil {
		resp.PriceCeiling = g.Bid.PriceCeiling
	}
	return resp, nil
}
