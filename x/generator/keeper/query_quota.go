package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Quota returns what an account may still take for free today.
func (q queryServer) Quota(goCtx context.Context, req *types.QueryQuotaRequest) (*types.QueryQuotaResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	who, err := q.account("account", req.Account)
	if err != nil {
		return nil, err
	}
	g, b, err := q.project(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	quota, err := q.quota(ctx, g.Id, who, now)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryQuotaResponse{TakenUnits: quota.Units, ResetsAt: (dayOf(now) + 1) * types.SecondsPerDay}
	if priceOf(b) == 0 {
		resp.LeftUnits = leftOf(g, quota)
	}
	return resp, nil
}
