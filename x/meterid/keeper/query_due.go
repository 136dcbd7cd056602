package keeper

import (
	"context"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// Due returns the block work that waits, a page of it, and the first of the work that failed.
func (q queryServer) Due(ctx context.Context, req *types.QueryDueRequest) (*types.QueryDueResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	if offset := req.Pagination.GetOffset(); offset > maxPage { // it would be walked to
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("pagination: expected an offset of at most %d, or a key, got %d", maxPage, offset)
	}
	items, next, err := q.due.Items(ctx, page(req.Pagination))
	if err != nil {
		return nil, err
	}
	parked, _, err := q.due.ParkedItems(ctx, &query.PageRequest{Limit: maxPage})
	if err != nil {
		return nil, err
	}

	r := &types.QueryDueResponse{Pagination: next}
	for _, it := range items {
		r.Due = append(r.Due, dueItem(it))
	}
	for _, p := range parked {
		r.Parked = append(r.Parked, parkedItem(p))
	}
	return r, nil
}
