package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// BidsByProvider returns the open bids of a provider, by generator.
func (q queryServer) BidsByProvider(
	ctx context.Context, req *types.QueryBidsByProviderRequest,
) (*types.QueryBidsByProviderResponse, error) {
	provider, err := q.reader.ReadAddress("provider", req.Provider)
	if err != nil {
		return nil, err
	}
	bids, page, err := query.CollectionPaginate(ctx, q.reader.Bidders, lists.Page(req.Pagination),
		func(key state.GeneratorKey, _ collections.NoValue) (types.Bid, error) {
			return q.reader.Bid(ctx, key.K2(), provider)
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](provider.Bytes))
	if err != nil {
		return nil, err
	}
	return &types.QueryBidsByProviderResponse{Bids: bids, Pagination: page}, nil
}
