package keeper

import (
	"context"
	"slices"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Orders returns the orders of an owner for the next auctions, by area and side. Accounts are shown as if they were settled now: they have
// no order of a past auction.
func (q queryServer) Orders(ctx context.Context, req *types.QueryOrdersRequest) (*types.QueryOrdersResponse, error) {
	owner, err := q.reader.ReadAddress("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	accounts, page, err := query.CollectionPaginate(ctx, q.reader.Owners, lists.Page(req.Pagination),
		func(key state.Ownership, slot uint64) ([]types.Order, error) {
			return q.nextOrders(ctx, key.K2(), slot)
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

func (q queryServer) nextOrders(ctx context.Context, area, slot uint64) ([]types.Order, error) {
	market, err := q.reader.Markets.Get(ctx, area)
	if err != nil {
		return nil, err
	}
	orders, err := q.reader.OrdersOf(ctx, area, slot)
	return slices.DeleteFunc(orders, market.IsHeld), err
}
