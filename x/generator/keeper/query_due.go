package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// Due returns the block work that waits, and the first of the one that failed.
func (q queryServer) Due(ctx context.Context, req *types.QueryDueRequest) (*types.QueryDueResponse, error) {
	waiting, parked, page, err := due.List(ctx, q.due, req.Pagination, dueItem, parkedItem)
	if err != nil {
		return nil, err
	}
	return &types.QueryDueResponse{Due: waiting, Parked: parked, Pagination: page}, nil
}
