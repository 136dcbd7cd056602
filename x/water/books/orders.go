package books

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// PlanOrder plans the order that an owner requests for the next auction, or refuses it.
func (b *Books) PlanOrder(s *Seat, msg *types.MsgPlaceOrder, m types.Market, p types.Purse) (types.Order, error) {
	o := b.newOrder(s, m, msg.Side, msg.Price, msg.Litres)
	own, other := s.buy.Now, s.sell.Now
	if o.Side == types.ORDER_SIDE_SELL {
		own, other = other, own
	}
	if own.Litres > 0 {
		return o, types.ErrOrderBinds.Wrapf("area %d, slot %d: expected no order to %s, got one for %d litres at %d",
			o.Area, o.Slot, o.Side.Verb(), own.Litres, own.Price)
	}
	if other.Litres > 0 {
		if err := expectNoSelfTrade(o, other); err != nil {
			return o, err
		}
	}
	if o.Side == types.ORDER_SIDE_BUY {
		return o, b.expectBuyable(s, o, p)
	}
	return o, b.expectSellable(s, o)
}

func (b *Books) newOrder(s *Seat, m types.Market, side types.OrderSide, price, litres uint64) types.Order {
	return types.Order{
		Area: b.Area.Id, Side: side, Slot: s.Slot, Owner: s.Account.Now.Owner, Price: price, Litres: litres,
		Auction: m.NextAuction(), PlacedAt: b.Now,
	}
}

// expectNoSelfTrade refuses an order that could trade with the other one of its account.
func expectNoSelfTrade(o, opposite types.Order) error {
	if o.Side == types.ORDER_SIDE_BUY && o.Price >= opposite.Price {
		return types.ErrSelfTrade.Wrapf("area %d, slot %d: expected to buy for less than %d, got %d", o.Area, o.Slot, opposite.Price, o.Price)
	}
	if o.Side == types.ORDER_SIDE_SELL && o.Price <= opposite.Price {
		return types.ErrSelfTrade.Wrapf("area %d, slot %d: expected to sell for more than %d, got %d", o.Area, o.Slot, opposite.Price, o.Price)
	}
	return nil
}

// expectBuyable refuses litres above the cap of the account, and money that the buckets of the area cannot hold.
func (b *Books) expectBuyable(s *Seat, o types.Order, purse types.Purse) error {
	if limit := b.Water.Wants(s.Household); o.Litres > limit {
		return types.ErrAboveCap.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, limit, o.Litres)
	}
	return state.ExpectRoom(purse, o.LimitValue())
}

// expectSellable refuses litres that the household does not have, that it bought and may not sell, or must keep for its own use.
func (b *Books) expectSellable(s *Seat, o types.Order) error {
	balance, days := s.Household.Balance, b.marketTerms().reserveDays
	if o.Litres > balance {
		return types.ErrInsufficientWater.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, balance, o.Litres)
	}
	if limit := b.Water.Sellable(s.Household); o.Litres > limit {
		return types.ErrNotSellable.Wrapf("area %d, slot %d: expected at most %d without a subscription, got %d", o.Area, o.Slot, limit, o.Litres)
	}
	if keep := s.Household.OwnUse(days); balance-o.Litres < keep {
		return types.ErrReserveDays.Wrapf("area %d, slot %d: expected a rest of at least %d for %d days, got %d",
			o.Area, o.Slot, keep, days, balance-o.Litres)
	}
	return nil
}

// ExpectNoOrder refuses a household that has an order in the next auction.
func ExpectNoOrder(s *Seat) error {
	for _, o := range []types.Order{s.buy.Now, s.sell.Now} {
		if o.Litres > 0 {
			return types.ErrOrderBinds.Wrapf("area %d, slot %d: expected no order, got one to %s %d litres in auction %d",
				o.Area, o.Slot, o.Side.Verb(), o.Litres, o.Auction)
		}
	}
	return nil
}

// PlaceOrder places an order for the next auction: it adds the litres to those of its level. The money of a buyer comes from the prepaid
// balance, or the caller collects it.
func (b *Books) PlaceOrder(ctx context.Context, s *Seat, o types.Order, fromPrepaid bool) error {
	if err := b.takeEscrow(ctx, s, o, fromPrepaid); err != nil {
		return err
	}
	key, level := state.KeyOfBook(o.Area, o.Auction, o.Side), uint64(o.Limit())
	placed, err := b.Levels.Get(ctx, key, level)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	o.BeforeLitres = placed.Litres
	placed.Litres += o.Litres
	if err := b.Levels.Set(ctx, key, level, placed); err != nil {
		return err
	}
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	m.Orders++
	if o.Side == types.ORDER_SIDE_BUY {
		s.buy.Now = o
	} else {
		s.sell.Now = o
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventOrderPlaced(o))
}

// takeEscrow takes the escrow of an order: tokens of the owner, or money.
func (b *Books) takeEscrow(ctx context.Context, s *Seat, o types.Order, fromPrepaid bool) (err error) {
	if o.Side == types.ORDER_SIDE_SELL {
		b.Water, s.Household, err = b.Water.Offer(s.Household, o.Litres)
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	escrow := o.LimitValue()
	purse.Escrow += escrow
	if !fromPrepaid {
		return nil
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	if a.Prepaid < escrow {
		return types.ErrInsufficientFunds.Wrapf("area %d, slot %d: expected at least %d, got %d", a.Area, a.Slot, escrow, a.Prepaid)
	}
	a.Prepaid -= escrow
	purse.Prepaid -= escrow
	return nil
}

// loadOrders loads the orders of a household. That of a seller is held like its balance.
func (b *Books) loadOrders(ctx context.Context, s *Seat) error {
	for _, side := range []struct {
		side  types.OrderSide
		has   bool
		order *record[types.Order]
	}{{types.ORDER_SIDE_BUY, s.Holding.Buys, &s.buy}, {types.ORDER_SIDE_SELL, s.Holding.Sells, &s.sell}} {
		if !side.has {
			continue
		}
		o, _, err := b.Order(ctx, b.Area.Id, side.side, s.Slot)
		if err != nil {
			return err
		}
		*side.order = record[types.Order]{Now: o, was: o, loaded: true}
	}
	s.Household.Offered = s.sell.Now.Litres
	return nil
}

// closeOrders stores the orders of a household, and emits what has become of those that were settled.
func (b *Books) closeOrders(ctx context.Context, s *Seat) error {
	for _, order := range []*record[types.Order]{&s.buy, &s.sell} {
		if err := order.store(func(o types.Order) error {
			if o.Litres == 0 {
				return b.Orders.Remove(ctx, state.KeyOfOrder(order.was))
			}
			return b.Orders.Set(ctx, state.KeyOfOrder(o), o)
		}); err != nil {
			return err
		}
	}
	s.Holding.Buys, s.Holding.Sells = s.buy.Now.Litres > 0, s.sell.Now.Litres > 0
	events := sdk.UnwrapSDKContext(ctx).EventManager()
	for _, settled := range s.settled {
		if err := events.EmitTypedEvent(settled); err != nil {
			return err
		}
	}
	return nil
}
