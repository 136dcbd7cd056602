package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// setOrder stores a new order of a household. The caller has taken its escrow.
func (b *Books) setOrder(ctx context.Context, s *Seat, o types.Order) error {
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	if o.Side == types.ORDER_SIDE_BUY {
		s.Holding.Buys = true
		counters.BuyOrders++
	} else {
		s.Holding.Sells = true
		counters.SellOrders++
	}
	if err := b.OrderRanks.Set(ctx, state.RankOfOrder(o), o.Slot); err != nil {
		return err
	}
	return b.Orders.Set(ctx, state.KeyOfOrder(o), o)
}

// OrderOf returns the order of a household on a side, if there is one.
func (b *Books) OrderOf(ctx context.Context, s *Seat, side types.OrderSide) (o types.Order, found bool, err error) {
	if side == types.ORDER_SIDE_BUY && !s.Holding.Buys || side == types.ORDER_SIDE_SELL && !s.Holding.Sells {
		return types.Order{}, false, nil
	}
	return b.Order(ctx, b.Area.Id, side, s.Slot)
}

// removeOrders takes the orders of a household out of the book.
func (b *Books) removeOrders(ctx context.Context, s *Seat, reason string) error {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, found, err := b.OrderOf(ctx, s, side)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := b.RemoveOrder(ctx, s, o, reason); err != nil {
			return err
		}
	}
	return nil
}

// RemoveOrder takes an order out of the book and returns its escrow.
func (b *Books) RemoveOrder(ctx context.Context, s *Seat, o types.Order, reason string) error {
	if err := b.returnEscrow(ctx, s, o); err != nil {
		return err
	}
	if err := b.deleteOrder(ctx, s, o); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventOrderRemoved{Order: o, Reason: reason})
}

// returnEscrow returns the escrow of an order: money to the prepaid balance, tokens to the owner.
func (b *Books) returnEscrow(ctx context.Context, s *Seat, o types.Order) (err error) {
	if o.Side == types.ORDER_SIDE_SELL {
		b.Water, s.Household, _, err = b.Water.Release(s.Household, o.Litres)
		return err
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.Purse(ctx)
	if err != nil {
		return err
	}
	escrow := LimitValue(o)
	purse.Escrow -= escrow
	purse.Prepaid += escrow
	a.Prepaid += escrow
	return nil
}

// deleteOrder removes the records of an order without escrow.
func (b *Books) deleteOrder(ctx context.Context, s *Seat, o types.Order) error {
	counters, err := b.Counters(ctx)
	if err != nil {
		return err
	}
	if o.Side == types.ORDER_SIDE_BUY {
		s.Holding.Buys = false
		counters.BuyOrders--
	} else {
		s.Holding.Sells = false
		counters.SellOrders--
	}
	if err := b.Orders.Remove(ctx, state.KeyOfOrder(o)); err != nil {
		return err
	}
	return b.OrderRanks.Remove(ctx, state.RankOfOrder(o))
}
