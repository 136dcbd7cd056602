package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Bids returns the open bids for a generator, by the bytes of the provider's address.
func (q queryServer) Bids(ctx context.Context, req *types.QueryBidsRequest) (*types.QueryBidsResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	bids, page, err := query.CollectionPaginate(ctx, q.reader.Bids, lists.Page(req.Pagination),
		func(_ state.AccountKey, b types.Bid) (types.Bid, error) { return b, nil },
		query.WithCollectionPaginationPairPrefix[uint64, []byte](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryBidsResponse{Bids: bids, Pagination: page}, nil
}
