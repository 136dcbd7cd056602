package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Due returns the block work that waits, a page of it, and the first of the work that failed.
func (q queryServer) Due(ctx context.Context, req *types.QueryDueRequest) (*types.QueryDueResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	waiting, parked, next, err := due.List(ctx, q.due, req.Pagination, dueItem, parkedItem)
	if err != nil {
		return nil, err
	}
	return &types.QueryDueResponse{Due: waiting, Parked: parked, Pagination: next}, nil
}
