package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Orders returns the orders of an owner, by area and side.
func (q queryServer) Orders(ctx context.Context, req *types.QueryOrdersRequest) (*types.QueryOrdersResponse, error) {
	owner, err := q.reader.ReadAddress("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	accounts, page, err := query.CollectionPaginate(ctx, q.reader.Owners, lists.Page(req.Pagination),
		func(key state.Ownership, slot uint64) ([]types.Order, error) {
			return q.reader.OrdersOf(ctx, key.K2(), slot)
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](owner.Bytes))
	if err != nil {
		return nil, err
	}
	resp := &types.QueryOrdersResponse{Pagination: page}
	for _, orders := range accounts {
		resp.Orders = append(resp.Orders, orders...)
	}
	return resp, nil
}
