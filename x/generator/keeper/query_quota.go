package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Quota returns the units taken and left for an account today while units are free.
func (q queryServer) Quota(goCtx context.Context, req *types.QueryQuotaRequest) (*types.QueryQuotaResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	account, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	g, purse, err := q.reader.GeneratorWithPurse(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	quota, err := q.reader.Quota(ctx, g.Id, account, now)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryQuotaResponse{TakenUnits: quota.Units, ResetsAt: state.DayStart(state.DayOf(now) + 1)}
	if state.PriceOn(purse, state.DayOf(now)) == 0 {
		resp.LeftUnits = market.FreeUnitsLeft(g, quota)
	}
	return resp, nil
}
