package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Periods returns the periods of an area, by number.
func (q queryServer) Periods(ctx context.Context, req *types.QueryPeriodsRequest) (*types.QueryPeriodsResponse, error) {
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	periods, page, err := query.CollectionPaginate(ctx, q.reader.Periods, lists.Page(req.Pagination),
		func(_ state.Pair, p types.Period) (types.Period, error) { return withMint(p, b.Stored), nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryPeriodsResponse{Periods: periods, Pagination: page}, nil
}
