package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/types"
)

// Parked returns the block work that failed.
func (q queryServer) Parked(ctx context.Context, req *types.QueryParkedRequest) (*types.QueryParkedResponse, error) {
	parked, page, err := q.due.ParkedItems(ctx, clamp(req.Pagination))
	if err != nil {
		return nil, err
	}
	resp := &types.QueryParkedResponse{Pagination: page}
	for _, p := range parked {
		resp.Parked = append(resp.Parked, parkedItem(p))
	}
	return resp, nil
}
