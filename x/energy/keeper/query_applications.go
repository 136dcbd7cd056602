package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Applications returns the pending applications of a community, by meter.
func (q queryServer) Applications(
	ctx context.Context, req *types.QueryApplicationsRequest,
) (*types.QueryApplicationsResponse, error) {
	if _, err := q.reader.Community(ctx, req.Community); err != nil {
		return nil, err
	}
	applications, page, err := query.CollectionPaginate(ctx, q.reader.Applicants, lists.Page(req.Pagination),
		func(key state.ApplicantKey, _ collections.NoValue) (types.Application, error) {
			return q.reader.Application(ctx, key.K1(), key.K2())
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Community))
	if err != nil {
		return nil, err
	}
	return &types.QueryApplicationsResponse{Applications: applications, Pagination: page}, nil
}
