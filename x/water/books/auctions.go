package books

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

const (
	// ordersPerUnit is how many orders a unit of block work reads and ranks. Their trades cost one each.
	ordersPerUnit = 16

	// prunedPerAuction is how many past auctions are forgotten with each new one, so that a smaller retention is reached.
	prunedPerAuction = 2
)

// HoldAuction finds the price and what each order gets: first those of buyers, then those of sellers, each by slot, so that a page
// of households is visited once. An auction without both sides is none.
func (b *Books) HoldAuction(ctx sdk.Context, budget *queue.Budget) (types.Clearing, error) {
	counters, err := b.Counters(ctx)
	if err != nil || counters.BuyOrders == 0 || counters.SellOrders == 0 {
		return types.Clearing{}, err
	}
	var book []types.Order
	err = b.WalkOrders(ctx, b.Area.Id, func(o types.Order) error {
		book = append(book, o)
		return nil
	})
	if err != nil {
		return types.Clearing{}, err
	}
	budget.Spend(uint64(len(book)) / ordersPerUnit)
	reference, err := b.ReferencePrice(ctx)
	if err != nil {
		return types.Clearing{}, err
	}
	counters.Auctions++
	c, err := cleared(book, types.Auction{
		Area: b.Area.Id, Number: counters.Auctions, HeldAt: b.Now, ReferencePrice: reference,
	})
	if err != nil {
		return c, err
	}
	if err := b.keepAuction(ctx, c.Auction); err != nil {
		return c, err
	}
	return c, ctx.EventManager().EmitTypedEvent(&types.EventAuctionHeld{Auction: c.Auction})
}

// cleared is what an auction of a book comes to. The fills are in the order of the book.
func cleared(book []types.Order, a types.Auction) (types.Clearing, error) {
	places := make([]int, len(book)) // in the order of time
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

// Fill does one trade of an auction. Money moves between buckets only: what buyers pay and get back, and what sellers earn, is
// prepaid money of theirs from now on.
func (b *Books) Fill(ctx sdk.Context, a types.Auction, f types.Fill) error {
	s, err := b.Touch(ctx, f.Slot)
	if err != nil {
		return err
	}
	o, found, err := b.OrderOf(ctx, s, f.Side)
	if err != nil {
		return err
	}
	if !found {
		return types.ErrInvariantBroken.Wrapf("area %d, slot %d: expected the order that auction %d has filled", o.Area, f.Slot, a.Number)
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
		err = b.forgetOrder(ctx, s, o)
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

// EndAuction opens the book again, and puts the next auction into the queue if anything is left in it.
func (b *Books) EndAuction(ctx context.Context) error {
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
	return b.armAuction(ctx)
}

// keepAuction stores an auction and forgets the oldest ones that are no longer kept.
func (b *Books) keepAuction(ctx context.Context, a types.Auction) error {
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	var old []state.Pair
	err = b.Auctions.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](a.Area), func(key state.Pair, _ types.Auction) (bool, error) {
		if key.K2()+m.params.AuctionRetention <= a.Number {
			old = append(old, key)
			return len(old) == prunedPerAuction, nil
		}
		return true, nil
	})
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
		Side:   auction.Side(o.Side), //nolint:gosec // a side is 1 or 2, as there
		Limit:  auction.Price(o.Price),
		Litres: auction.Litres(o.Litres),
	}
}
