package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Accounts returns the households of an area, by slot, each as if it alone were settled now.
func (q queryServer) Accounts(ctx context.Context, req *types.QueryAccountsRequest) (*types.QueryAccountsResponse, error) {
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	water := b.Water
	households, page, err := query.CollectionPaginate(ctx, q.reader.Accounts, lists.Page(req.Pagination),
		func(key state.Pair, _ types.Account) (types.AccountView, error) {
			b.Water = water
			_, view, err := b.View(ctx, key.K2())
			return view, err
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryAccountsResponse{Households: households, Pagination: page}, nil
}
