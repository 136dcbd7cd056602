package books

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// marketTerms are the terms of an area on which its market depends. All of the market reads them here.
type marketTerms struct {
	basePrice   uint64
	reserveDays uint64
	nextAuction int64
}

func (b *Books) marketTerms() marketTerms {
	return marketTerms{basePrice: b.Area.Terms.BasePrice, reserveDays: b.Area.Terms.ReserveDays, nextAuction: b.Area.NextAuction(b.Now)}
}

// Market returns the market of the area. The caller may change it; close stores the changes.
func (b *Books) Market(ctx context.Context) (*types.Market, error) {
	return b.market.get(func() (types.Market, error) { return b.Markets.Get(ctx, b.Area.Id) })
}

// OpenMarket opens the market of a new area. The reference price of the first auction is the base price.
func (b *Books) OpenMarket(ctx context.Context) error {
	terms := b.marketTerms()
	b.market = record[types.Market]{loaded: true, Now: types.Market{
		Area: b.Area.Id, ReferencePrice: uint64(auction.Floor(max(auction.Price(terms.basePrice), 1)).Price()),
	}}
	return b.pushAuction(ctx, terms)
}

// scheduleAuction moves the reference price towards the price by the present stock, and puts the next auction into the queue. No order
// moves it, and before the first period it is the base price. In a closed area there is none: no order can be placed.
func (b *Books) scheduleAuction(ctx context.Context) error {
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	if b.Area.IsClosed() {
		m.AuctionAt = 0
		return nil
	}
	params, err := b.Params.Get(ctx)
	if err != nil {
		return err
	}
	terms := b.marketTerms()
	target := terms.basePrice
	if b.Water.Period > 0 {
		target = b.Water.ReferencePrice(terms.basePrice, params.MaxPriceFactor)
	}
	m.ReferencePrice = uint64(auction.Follow(m.Reference(), auction.Price(target)).Price())
	return b.pushAuction(ctx, terms)
}

func (b *Books) pushAuction(ctx context.Context, terms marketTerms) error {
	b.market.Now.AuctionAt = terms.nextAuction
	return b.Queue.Push(ctx, state.Item(terms.nextAuction, types.KindAuction, b.Area.Id, 0))
}

// Book returns the book of the next auction.
func (b *Books) Book(ctx context.Context) (book auction.Book, err error) {
	m, err := b.Market(ctx)
	if err != nil || m.Orders == 0 {
		return book, err
	}
	if book.Buys, err = b.steps(ctx, state.KeyOfBook(b.Area.Id, m.NextAuction(), types.ORDER_SIDE_BUY)); err != nil {
		return book, err
	}
	book.Sells, err = b.steps(ctx, state.KeyOfBook(b.Area.Id, m.NextAuction(), types.ORDER_SIDE_SELL))
	return book, err
}

// steps returns the levels of a side, lowest first.
func (b *Books) steps(ctx context.Context, key state.BookKey) (steps []auction.Step, err error) {
	for n, level := range lists.EachRecord(ctx, b.Levels, key, &err) {
		steps = append(steps, auction.Step{Level: auction.Level(n), Litres: auction.Litres(level.Litres)})
	}
	return steps, err
}

// Clear returns the next auction as if it were held now, with its book.
func (b *Books) Clear(ctx context.Context) (types.Auction, auction.Book, error) {
	m, err := b.Market(ctx)
	if err != nil {
		return types.Auction{}, auction.Book{}, err
	}
	book, err := b.Book(ctx)
	if err != nil {
		return types.Auction{}, book, err
	}
	r, err := auction.Clear(book, m.Reference())
	if err != nil {
		return types.Auction{}, book, err
	}
	return types.Auction{
		Area: b.Area.Id, Number: m.NextAuction(), HeldAt: b.Now, ReferencePrice: m.ReferencePrice,
		Orders: m.Orders, UnsettledOrders: m.Orders,
	}.With(r), book, nil
}
