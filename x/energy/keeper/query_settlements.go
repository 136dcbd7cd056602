package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Settlements returns the unpruned settlements of a community, by epoch.
func (q queryServer) Settlements(
	ctx context.Context, req *types.QuerySettlementsRequest,
) (*types.QuerySettlementsResponse, error) {
	if _, err := q.reader.Community(ctx, req.Community); err != nil {
		return nil, err
	}
	settlements, page, err := query.CollectionPaginate(ctx, q.reader.Settlements, lists.Page(req.Pagination),
		func(_ state.EpochKey, s types.Settlement) (types.Settlement, error) { return s, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Community))
	if err != nil {
		return nil, err
	}
	return &types.QuerySettlementsResponse{Settlements: settlements, Pagination: page}, nil
}
