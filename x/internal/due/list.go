package due

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"
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
