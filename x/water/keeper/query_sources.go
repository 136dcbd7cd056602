package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Sources returns the sources of an area, by number.
func (q queryServer) Sources(ctx context.Context, req *types.QuerySourcesRequest) (*types.QuerySourcesResponse, error) {
	if _, err := q.reader.Area(ctx, req.Area); err != nil {
		return nil, err
	}
	sources, page, err := query.CollectionPaginate(ctx, q.reader.Sources, lists.Page(req.Pagination),
		func(_ state.Pair, s types.Source) (types.Source, error) { return s, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QuerySourcesResponse{Sources: sources, Pagination: page}, nil
}
