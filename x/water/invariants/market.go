package invariants

import (
	"cmp"
	"context"
	"slices"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// escrowOf adds up, order by order, the litres and the money in escrow in an area: the whole escrow of an order in the next auction, and of
// a past one what its account gets when it is touched.
func (k checks) escrowOf(ctx context.Context, area uint64) (litres, money uint64, err error) {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return 0, 0, err
	}
	m, err := b.Market(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, o := range lists.Each(ctx, k.Orders, state.OrdersOfArea(area), &err) {
		sells := o.Side == types.ORDER_SIDE_SELL
		switch held := m.IsHeld(o); {
		case !held && sells:
			litres += o.Litres
		case !held:
			money += o.LimitValue()
		default:
			a, err := k.Auction(ctx, area, o.Auction)
			if err != nil {
				return 0, 0, invariant.Broken("area %d, slot %d: %s", area, o.Slot, err)
			}
			deal, err := b.Deal(ctx, a, o)
			if err != nil {
				return 0, 0, invariant.Broken("area %d, slot %d: %s", area, o.Slot, err)
			}
			if sells {
				litres, money = litres+uint64(deal.Rest), money+uint64(deal.Value)
			} else {
				litres, money = litres+uint64(deal.Filled), money+uint64(deal.Back)
			}
		}
	}
	return litres, money, err
}

// book is a side of an auction of an area.
type book struct {
	auction uint64
	side    types.OrderSide
}

// checkOrders compares the orders of each area with the flags of their accounts, the auctions and the levels.
func (k checks) checkOrders(ctx sdk.Context) (err error) {
	for id, m := range lists.Each(ctx, k.Markets, nil, &err) {
		if err := k.checkFlags(ctx, id); err != nil {
			return err
		}
		of := map[book][]types.Order{}
		count := map[uint64]uint64{} // by auction
		var all uint64
		for _, o := range lists.Each(ctx, k.Orders, state.OrdersOfArea(id), &err) {
			of[book{o.Auction, o.Side}] = append(of[book{o.Auction, o.Side}], o)
			count[o.Auction]++
			all++
		}
		if count[m.NextAuction()] != m.Orders {
			return invariant.Broken("area %d: expected %d orders in auction %d, got %d", id, m.Orders, m.NextAuction(), count[m.NextAuction()])
		}
		checked := m.Orders
		for _, a := range lists.Each(ctx, k.Auctions, collections.NewPrefixedPairRange[uint64, uint64](id), &err) {
			if count[a.Number] != a.UnsettledOrders {
				return invariant.Broken("area %d: expected %d unsettled orders of auction %d, got %d", id, a.UnsettledOrders, a.Number, count[a.Number])
			}
			checked += a.UnsettledOrders
			if err := k.checkBook(ctx, id, a.Number, of, false); err != nil {
				return err
			}
		}
		if err := k.checkBook(ctx, id, m.NextAuction(), of, true); err != nil {
			return err
		}
		if err == nil && all != checked {
			return invariant.Broken("area %d: expected %d orders in auctions that are kept, got %d", id, all, checked)
		}
	}
	return err
}

// checkFlags compares the orders of an area with the flags of its accounts.
func (k checks) checkFlags(ctx context.Context, area uint64) (err error) {
	for slot, h := range lists.EachRecord(ctx, k.Holdings, area, &err) {
		for _, flag := range []struct {
			side types.OrderSide
			set  bool
		}{{types.ORDER_SIDE_BUY, h.Buys}, {types.ORDER_SIDE_SELL, h.Sells}} {
			_, found, err := k.Order(ctx, area, flag.side, slot)
			if err != nil || found != flag.set {
				return invariant.Broken("area %d, slot %d: expected %s: %t, got %t (%v)", area, slot, flag.side, flag.set, found, err)
			}
		}
	}
	return err
}

// checkBook compares the orders of an auction with its levels. Before the auction they fill each level without a gap; after it some have been
// settled.
func (k checks) checkBook(ctx context.Context, area, number uint64, of map[book][]types.Order, dense bool) (err error) {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		key, orders := state.KeyOfBook(area, number, side), of[book{number, side}]
		slices.SortFunc(orders, func(a, b types.Order) int {
			return cmp.Or(cmp.Compare(a.Price, b.Price), cmp.Compare(a.BeforeLitres, b.BeforeLitres))
		})
		for n, level := range lists.EachRecord(ctx, k.Levels, key, &err) {
			var end uint64
			for ; len(orders) > 0 && uint64(orders[0].Limit()) == n; orders = orders[1:] {
				if o := orders[0]; o.BeforeLitres < end || dense && o.BeforeLitres > end {
					return invariant.Broken("area %d, auction %d: expected an order after %d litres at %d, got %+v", area, number, end, o.Price, o)
				}
				end = orders[0].BeforeLitres + orders[0].Litres
			}
			if end > level.Litres || dense && end < level.Litres {
				return invariant.Broken("area %d, auction %d: expected orders of %d litres to %s at level %d, got %d",
					area, number, level.Litres, side.Verb(), n, end)
			}
		}
		if err == nil && len(orders) > 0 {
			return invariant.Broken("area %d, auction %d: expected a level for each order, got none for %+v", area, number, orders[0])
		}
	}
	return err
}
