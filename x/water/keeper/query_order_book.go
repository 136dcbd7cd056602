package keeper

import (
	"context"
	"slices"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// OrderBook returns the levels of the next auction of an area, best price first, of both sides from the same place on, and the auction as if
// it were held now.
func (q queryServer) OrderBook(ctx context.Context, req *types.QueryOrderBookRequest) (*types.QueryOrderBookResponse, error) {
	list, err := lists.SpanOf(req.Pagination)
	if err != nil {
		return nil, err
	}
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	market, err := b.Market(ctx)
	if err != nil {
		return nil, err
	}
	held, book, err := b.Clear(ctx)
	if err != nil {
		return nil, err
	}
	held.HeldAt = market.AuctionAt
	slices.Reverse(book.Buys)
	resp := &types.QueryOrderBookResponse{
		Buys:          levels(held, types.ORDER_SIDE_BUY, book.Buys, list),
		Sells:         levels(held, types.ORDER_SIDE_SELL, book.Sells, list),
		Auction:       held,
		NextAuctionAt: market.AuctionAt,
		Pagination:    &query.PageResponse{},
	}
	longer := uint64(max(len(book.Buys), len(book.Sells)))
	if list.From < longer && list.Limit < longer-list.From {
		resp.Pagination = lists.Next(list.From + list.Limit)
	}
	return resp, nil
}

// levels returns a page of the levels of a side.
func levels(a types.Auction, side types.OrderSide, steps []auction.Step, list lists.Span) (page []types.Level) {
	steps = steps[min(list.From, uint64(len(steps))):]
	for _, s := range steps[:min(list.Limit, uint64(len(steps)))] {
		page = append(page, types.Level{Area: a.Area, Auction: a.Number, Side: side, Price: uint64(s.Level.Price()), Litres: uint64(s.Litres)})
	}
	return page
}
