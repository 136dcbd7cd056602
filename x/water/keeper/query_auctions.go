package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Auctions returns the stored past auctions of an area, by number.
func (q queryServer) Auctions(ctx context.Context, req *types.QueryAuctionsRequest) (*types.QueryAuctionsResponse, error) {
	if _, err := q.reader.Area(ctx, req.Area); err != nil {
		return nil, err
	}
	auctions, page, err := query.CollectionPaginate(ctx, q.reader.Auctions, lists.Page(req.Pagination),
		func(_ state.Pair, a types.Auction) (types.Auction, error) { return a, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryAuctionsResponse{Auctions: auctions, Pagination: page}, nil
}
