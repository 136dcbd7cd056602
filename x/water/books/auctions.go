package books

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

const (
	// ordersPerUnit is the number of orders that a unit of block work reads and ranks. A trade costs a unit of its own.
	ordersPerUnit = 16

	// prunedPerAuction is the maximum of past auctions removed with each new one: more than one, so that a smaller retention is reached.
	prunedPerAuction = 2
)

// HoldAuction computes the price and the fills: first those of buyers, then those of sellers, each by slot, so that a page of households
// is visited once. Without orders on both sides there is no auction.
func (b *Books) HoldAuction(ctx sdk.Context, budget *queue.Budget) (types.Clearing, error) {
	counters, err := b.Counters(ctx)
	if err != nil || counters.BuyOrders == 0 || counters.SellOrders == 0 {
		return types.Clearing{}, err
	}
	var book []types.Order
	for _, o := range lists.Each(ctx, b.Orders, state.OrdersOfArea(b.Area.Id), &err) {
		book = append(book, o)
	}
	if err != nil {
		return types.Clearing{}, err
	}
	budget.Spend(uint64(len(book)) / ordersPerUnit)
	reference, err := b.ReferencePrice(ctx)
	if err != nil {
		return types.Clearing{}, err
	}
	counters.Auctions++
	c, err := clearBook(book, types.Auction{
		Area: b.Area.Id, Number: counters.Auctions, HeldAt: b.Now, ReferencePrice: reference,
	})
	if err != nil {
		return c, err
	}
	if err := b.storeAuction(ctx, c.Auction); err != nil {
		return c, err
	}
	return c, ctx.EventManager().EmitTypedEvent(&types.EventAuctionHeld{Auction: c.Auction})
}

// clearBook returns the result of an auction of a book. The fills are in the order of the book.
func clearBook(book []types.Order, a types.Auction) (types.Clearing, error) {
	places := make([]int, len(book)) // by time
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(x, y int) int { return cmp.Compare(book[x].Number, book[y].Number) })
	orders := make([]auction.Order, len(book))
	for i, place := range places {
		orders[i] = auctionOrder(book[place])
	}
	r, err := auction.Clear(orders, auction.Price(a.ReferencePrice), a.Number)
	if err != nil {
		return types.Clearing{}, err
	}

	filled := make([]uint64, len(book))
	for i, place := range places {
		filled[place] = uint64(r.Deals[i].Filled)
	}
	a.Price, a.VolumeLitres = uint64(r.Price), uint64(r.Volume)
	var fills []types.Fill
	for i, o := range book {
		if o.Side == types.ORDER_SIDE_BUY {
			a.BuyLitres += o.Litres
		} else {
			a.SellLitres += o.Litres
		}
		if filled[i] > 0 {
			fills = append(fills, types.Fill{Side: o.Side, Slot: o.Slot, Litres: filled[i]})
		}
	}
	a.FilledOrders = uint64(len(fills))
	return types.Clearing{Auction: a, Fills: fills}, nil
}

// FillOrder applies one fill of an auction. Money moves between buckets only: the earnings of sellers and the surplus of buyers become
// prepaid money.
func (b *Books) FillOrder(ctx sdk.Context, a types.Auction, f types.Fill) error {
	s, err := b.Touch(ctx, f.Slot)
	if err != nil {
		return err
	}
	o, found, err := b.OrderOf(ctx, s, f.Side)
	if err != nil {
		return err
	}
	if !found {
		return types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected an order for a fill of auction %d, got none", a.Area, f.Slot, a.Number)
	}
	deal, err := auctionOrder(o).Deal(auction.Price(a.Price), auction.Litres(f.Litres))
	if err != nil {
		return err
	}
	account, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}

	value := uint64(deal.Value)
	gain := value
	if f.Side == types.ORDER_SIDE_SELL {
		s.Household.Offered -= f.Litres
	} else {
		gain = uint64(deal.Surplus)
		if b.Water, s.Household, _, err = b.Water.Deliver(s.Household, f.Litres); err != nil {
			return err
		}
		if o.ByPolicy {
			account.Policy.Budget -= min(value, account.Policy.Budget)
		}
	}
	purse.Escrow -= gain
	purse.Prepaid += gain
	account.Prepaid += gain
	if o.Litres = uint64(deal.Rest); o.Litres == 0 {
		err = b.deleteOrder(ctx, s, o)
	} else {
		err = b.Orders.Set(ctx, state.KeyOfOrder(o), o)
	}
	if err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventOrderFilled{
		Area: o.Area, Side: o.Side, Slot: o.Slot, Auction: a.Number, Litres: f.Litres, Value: b.Coin(value),
		RestLitres: o.Litres,
	})
}

// FinishAuction opens the book again, and puts the next auction into the queue if the book is not empty.
func (b *Books) FinishAuction(ctx context.Context) error {
	if err := b.Clearings.Remove(ctx, b.Area.Id); err != nil {
		return err
	}
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	counters.AuctionAt = 0
	if counters.BuyOrders+counters.SellOrders == 0 {
		return nil
	}
	return b.scheduleAuction(ctx)
}

// storeAuction stores an auction and removes past ones beyond the retention, the oldest first.
func (b *Books) storeAuction(ctx context.Context, a types.Auction) error {
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	var old []state.Pair
	for key := range lists.Each(ctx, b.Auctions, collections.NewPrefixedPairRange[uint64, uint64](a.Area), &err) {
		if len(old) == prunedPerAuction || key.K2()+m.params.AuctionRetention > a.Number {
			break
		}
		old = append(old, key)
	}
	if err != nil {
		return err
	}
	for _, key := range old {
		if err := b.Auctions.Remove(ctx, key); err != nil {
			return err
		}
	}
	return b.Auctions.Set(ctx, collections.Join(a.Area, a.Number), a)
}

func auctionOrder(o types.Order) auction.Order {
	return auction.Order{
		Side:   auction.Side(o.Side), //nolint:gosec // a side is 1 or 2 in both
		Limit:  auction.Price(o.Price),
		Litres: auction.Litres(o.Litres),
	}
}
