package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Portfolio returns all that an account has in generators, by generator.
func (q queryServer) Portfolio(ctx context.Context, req *types.QueryPortfolioRequest) (*types.QueryPortfolioResponse, error) {
	who, err := q.account("account", req.Account)
	if err != nil {
		return nil, err
	}
	holdings, page, err := query.CollectionPaginate(ctx, q.accounts, clamp(req.Pagination),
		func(key by, _ collections.NoValue) (types.HoldingView, error) {
			g, b, err := q.project(ctx, key.K2())
			if err != nil {
				return types.HoldingView{}, err
			}
			h, err := q.holding(ctx, g.Id, who)
			if err != nil {
				return types.HoldingView{}, err
			}
			return holdingView(g, b, h)
		}, query.WithCollectionPaginationPairPrefix[[]byte, uint64](who.Bytes))
	if err != nil {
		return nil, err
	}
	return &types.QueryPortfolioResponse{Holdings: holdings, Pagination: page}, nil
}
