package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Portfolio returns the holdings of an account, by generator.
func (q queryServer) Portfolio(ctx context.Context, req *types.QueryPortfolioRequest) (*types.QueryPortfolioResponse, error) {
	account, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	holdings, page, err := query.CollectionPaginate(ctx, q.reader.Accounts, lists.Page(req.Pagination),
		func(key state.GeneratorKey, _ collections.NoValue) (types.HoldingView, error) {
			g, purse, err := q.reader.GeneratorWithPurse(ctx, key.K2())
			if err != nil {
				return types.HoldingView{}, err
			}
			h, err := q.reader.Holding(ctx, g.Id, account)
			if err != nil {
				return types.HoldingView{}, err
			}
			return holdingView(g, purse, h)
		}, query.WithCollectionPaginationPairPrefix[[]byte, uint64](account.Bytes))
	if err != nil {
		return nil, err
	}
	return &types.QueryPortfolioResponse{Holdings: holdings, Pagination: page}, nil
}
