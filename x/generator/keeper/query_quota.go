package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Quota returns what an account may still take for free today.
func (q queryServer) Quota(goCtx context.Context, req *types.QueryQuotaRequest) (*types.QueryQuotaResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	who, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	g, b, err := q.reader.Project(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	quota, err := q.reader.Quota(ctx, g.Id, who, now)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryQuotaResponse{TakenUnits: quota.Units, ResetsAt: (state.DayOf(now) + 1) * types.SecondsPerDay}
	if state.PriceOf(b) == 0 {
		resp.LeftUnits = market.LeftOf(g, quota)
	}
	return resp, nil
}
