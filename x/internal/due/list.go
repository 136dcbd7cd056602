package due

import (
	"context"

	"cosmossdk.io/collections"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
)

// Items returns one page of the waiting items, in the order in which they will be done, for a query.
func (q Queue[ID]) Items(ctx context.Context, page *query.PageRequest) ([]Item[ID], *query.PageResponse, error) {
	return query.CollectionPaginate(ctx, q.items, page, func(key itemKey[ID], _ collections.NoValue) (Item[ID], error) {
		return itemOf(key), nil
	})
}

// ParkedItems returns one page of the failed items, in the order of kind and id, for a query.
func (q Queue[ID]) ParkedItems(ctx context.Context, page *query.PageRequest) ([]Parked[ID], *query.PageResponse, error) {
	return query.CollectionPaginate(ctx, q.parked, page, decodeParked[ID])
}

// List answers a query with a page of what waits and the first of what failed, both in the module's own form.
func List[ID, W, P any](
	ctx context.Context, q Queue[ID], req *query.PageRequest, waits func(Item[ID]) W, failed func(Parked[ID]) P,
) (waiting []W, parked []P, next *query.PageResponse, err error) {
	if offset := req.GetOffset(); offset > lists.MaxLimit { // it would be walked to
		return nil, nil, nil, sdkerrors.ErrInvalidRequest.Wrapf(
			"pagination: expected an offset of at most %d, or a key, got %d", lists.MaxLimit, offset)
	}
	items, next, err := q.Items(ctx, lists.Page(req))
	if err != nil {
		return nil, nil, nil, err
	}
	failures, _, err := q.ParkedItems(ctx, &query.PageRequest{Limit: lists.MaxLimit})
	if err != nil {
		return nil, nil, nil, err
	}
	for _, it := range items {
		waiting = append(waiting, waits(it))
	}
	for _, p := range failures {
		parked = append(parked, failed(p))
	}
	return waiting, parked, next, nil
}

// Export reads the whole queue into a genesis, in the module's own form.
func Export[ID, W, P any](
	waiting *[]W, parked *[]P, q Queue[ID], waits func(Item[ID]) W, failed func(Parked[ID]) P,
) lists.Step {
	return func(ctx context.Context) error {
		err := q.Walk(ctx, func(it Item[ID]) (bool, error) {
			*waiting = append(*waiting, waits(it))
			return false, nil
		})
		if err != nil {
			return err
		}
		return q.WalkParked(ctx, func(p Parked[ID]) (bool, error) {
			*parked = append(*parked, failed(p))
			return false, nil
		})
	}
}
