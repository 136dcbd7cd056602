package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Votes returns the holdings that have voted.
func (q queryServer) Votes(ctx context.Context, req *types.QueryVotesRequest) (*types.QueryVotesResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	holdings, page, err := query.CollectionPaginate(ctx, q.reader.Voters, lists.Page(req.Pagination),
		func(key state.AccountKey, _ collections.NoValue) (types.Holding, error) {
			return q.reader.Holdings.Get(ctx, key)
		},
		query.WithCollectionPaginationPairPrefix[uint64, []byte](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryVotesResponse{Holdings: holdings, Pagination: page}, nil
}
