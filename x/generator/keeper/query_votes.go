package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Votes returns who votes for which price.
func (q queryServer) Votes(ctx context.Context, req *types.QueryVotesRequest) (*types.QueryVotesResponse, error) {
	if _, err := q.generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	holdings, page, err := query.CollectionPaginate(ctx, q.voters, clamp(req.Pagination),
		func(key at, _ collections.NoValue) (types.Holding, error) { return q.holdings.Get(ctx, key) },
		query.WithCollectionPaginationPairPrefix[uint64, []byte](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryVotesResponse{Holdings: holdings, Pagination: page}, nil
}
