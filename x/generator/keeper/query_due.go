package keeper

import (
	"context"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Due returns the block work that waits, and the first of the one that failed.
func (q queryServer) Due(ctx context.Context, req *types.QueryDueRequest) (*types.QueryDueResponse, error) {
	if offset := req.Pagination.GetOffset(); offset > maxLimit { // it would be walked to
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("pagination: expected an offset of at most %d, or a key, got %d", maxLimit, offset)
	}
	items, page, err := q.due.Items(ctx, clamp(req.Pagination))
	if err != nil {
		return nil, err
	}
	parked, _, err := q.due.ParkedItems(ctx, &query.PageRequest{Limit: maxLimit})
	if err != nil {
		return nil, err
	}

	resp := &types.QueryDueResponse{Pagination: page}
	for _, it := range items {
		resp.Due = append(resp.Due, dueItem(it))
	}
	for _, p := range parked {
		resp.Parked = append(resp.Parked, parkedItem(p))
	}
	return resp, nil
}
