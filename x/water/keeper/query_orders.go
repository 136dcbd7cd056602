package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/water/types"
)

// Orders returns the orders of an owner, by area and side.
func (q queryServer) Orders(ctx context.Context, req *types.QueryOrdersRequest) (*types.QueryOrdersResponse, error) {
	owner, err := q.address("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	accounts, page, err := query.CollectionPaginate(ctx, q.owners, clamp(req.Pagination),
		func(key ownership, slot uint64) ([]types.Order, error) { return q.ordersIn(ctx, key.K2(), slot) },
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

// ordersIn are the orders of an account: at most one on each side.
func (k *Keeper) ordersIn(ctx context.Context, area, slot uint64) (orders []types.Order, err error) {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, found, err := k.order(ctx, area, side, slot)
		if err != nil {
			return nil, err
		}
		if found {
			orders = append(orders, o)
		}
	}
	return orders, nil
}
