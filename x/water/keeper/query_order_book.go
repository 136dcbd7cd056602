package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// OrderBook returns the orders of an area, best price first, of both sides from the same place on.
func (q queryServer) OrderBook(ctx context.Context, req *types.QueryOrderBookRequest) (*types.QueryOrderBookResponse, error) {
	list, err := lists.SpanOf(req.Pagination)
	if err != nil {
		return nil, err
	}
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryOrderBookResponse{NextAuctionAt: counters.AuctionAt, Pagination: &query.PageResponse{}}
	if resp.ReferencePrice, err = b.ReferencePrice(ctx); err != nil {
		return nil, err
	}
	if resp.Buys, err = q.bestOrders(ctx, req.Area, types.ORDER_SIDE_BUY, list); err != nil {
		return nil, err
	}
	if resp.Sells, err = q.bestOrders(ctx, req.Area, types.ORDER_SIDE_SELL, list); err != nil {
		return nil, err
	}
	longer := max(counters.BuyOrders, counters.SellOrders)
	if list.From < longer && list.Limit < longer-list.From {
		resp.Pagination = lists.Next(list.From + list.Limit)
	}
	return resp, nil
}

// bestOrders returns orders of a side of a book, best price first.
func (q queryServer) bestOrders(
	ctx context.Context, area uint64, side types.OrderSide, list lists.Span,
) (orders []types.Order, err error) {
	var place uint64
	ranks := new(collections.Range[state.RankKey]).Prefix(
		collections.QuadSuperPrefix[uint64, uint32, uint64, uint64](area, uint32(side))) //nolint:gosec // a side is 1 or 2
	for _, slot := range lists.Each(ctx, q.reader.OrderRanks, ranks, &err) {
		place++
		if place <= list.From {
			continue
		}
		if uint64(len(orders)) == list.Limit {
			break
		}
		o, found, err := q.reader.Order(ctx, area, side, slot)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected an order for its rank, got none", area, slot)
		}
		orders = append(orders, o)
	}
	return orders, err
}
