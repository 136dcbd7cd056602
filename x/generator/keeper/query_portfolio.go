package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Portfolio returns all that an account has in generators, by generator.
func (q queryServer) Portfolio(ctx context.Context, req *types.QueryPortfolioRequest) (*types.QueryPortfolioResponse, error) {
	who, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	holdings, page, err := query.CollectionPaginate(ctx, q.reader.Accounts, lists.Page(req.Pagination),
		func(key state.GeneratorKey, _ collections.NoValue) (types.HoldingView, error) {
			g, b, err := q.reader.Project(ctx, key.K2())
			if err != nil {
				return types.HoldingView{}, err
			}
			h, err := q.reader.Holding(ctx, g.Id, who)
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
