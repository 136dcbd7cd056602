package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/water/types"
)

// Accounts returns the households of an area, by slot, each as if it alone were settled now.
func (q queryServer) Accounts(ctx context.Context, req *types.QueryAccountsRequest) (*types.QueryAccountsResponse, error) {
	b, err := q.open(ctx, req.Area)
	if err != nil {
		return nil, err
	}
	water := b.water
	accounts, page, err := query.CollectionPaginate(ctx, q.accounts, clamp(req.Pagination),
		func(key pair, _ types.Account) (types.AccountView, error) {
			b.water = water
			_, view, err := b.view(ctx, key.K2())
			return view, err
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryAccountsResponse{Accounts: accounts, Pagination: page}, nil
}
