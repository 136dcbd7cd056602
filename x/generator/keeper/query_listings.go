package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Listings returns the listings of a generator, by number.
func (q queryServer) Listings(ctx context.Context, req *types.QueryListingsRequest) (*types.QueryListingsResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	listings, page, err := query.CollectionPaginate(ctx, q.reader.Listings, lists.Page(req.Pagination),
		func(_ state.NumberKey, l types.Listing) (types.Listing, error) { return l, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryListingsResponse{Listings: listings, Pagination: page}, nil
}
