package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/types"
)

// Due returns the block work that waits.
func (q queryServer) Due(ctx context.Context, req *types.QueryDueRequest) (*types.QueryDueResponse, error) {
	items, page, err := q.due.Items(ctx, clamp(req.Pagination))
	if err != nil {
		return nil, err
	}
	resp := &types.QueryDueResponse{Pagination: page}
	for _, it := range items {
		resp.Due = append(resp.Due, dueItem(it))
	}
	return resp, nil
}
