package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Leases returns the active leases of a generator, by number.
func (q queryServer) Leases(ctx context.Context, req *types.QueryLeasesRequest) (*types.QueryLeasesResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	leases, page, err := query.CollectionPaginate(ctx, q.reader.Leases, lists.Page(req.Pagination),
		func(_ state.NumberKey, l types.Lease) (types.Lease, error) { return l, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryLeasesResponse{Leases: leases, Pagination: page}, nil
}
