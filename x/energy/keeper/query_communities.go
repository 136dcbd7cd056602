package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Communities returns all communities, by number.
func (q queryServer) Communities(ctx context.Context, req *types.QueryCommunitiesRequest) (*types.QueryCommunitiesResponse, error) {
	communities, page, err := query.CollectionPaginate(ctx, q.reader.Communities, lists.Page(req.Pagination),
		func(_ uint64, c types.Community) (types.Community, error) { return c, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryCommunitiesResponse{Communities: communities, Pagination: page}, nil
}
