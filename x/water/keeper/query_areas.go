package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/types"
)

// Areas returns all areas, by number.
func (q queryServer) Areas(ctx context.Context, req *types.QueryAreasRequest) (*types.QueryAreasResponse, error) {
	areas, page, err := query.CollectionPaginate(ctx, q.reader.Areas, lists.Page(req.Pagination),
		func(_ uint64, a types.Area) (types.Area, error) { return a, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryAreasResponse{Areas: areas, Pagination: page}, nil
}
