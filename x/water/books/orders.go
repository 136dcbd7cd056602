package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// setOrder stores an order of a household that is new in the book. What it offers must have been set aside.
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

// OrderOf is the order of a household on a side, if it has one.
func (b *Books) OrderOf(ctx context.Context, s *Seat, side types.OrderSide) (o types.Order, found bool, err error) {
	if side == types.ORDER_SIDE_BUY && !s.Holding.Buys || side == types.ORDER_SIDE_SELL && !s.Holding.Sells {
		return types.Order{}, false, nil
	}
	return b.Order(ctx, b.Area.Id, side, s.Slot)
}

// dropOrders takes the orders of a household out of the book.
func (b *Books) dropOrders(ctx context.Context, s *Seat, reason string) error {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, found, err := b.OrderOf(ctx, s, side)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := b.DropOrder(ctx, s, o, reason); err != nil {
			return err
		}
	}
	return nil
}

// DropOrder takes an order out of the book and gives what was set aside for it back.
func (b *Books) DropOrder(ctx context.Context, s *Seat, o types.Order, reason string) error {
	if err := b.returnEscrow(ctx, s, o); err != nil {
		return err
	}
	if err := b.forgetOrder(ctx, s, o); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventOrderRemoved{Order: o, Reason: reason})
}

// returnEscrow gives back what is set aside for an order: money to the prepaid balance, tokens to the owner.
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
	escrow := o.Price * o.Litres // at most types.MaxMoney
	purse.Escrow -= escrow
	purse.Prepaid += escrow
	a.Prepaid += escrow
	return nil
}

// forgetOrder removes the records of an order for which nothing is set aside any more.
func (b *Books) forgetOrder(ctx context.Context, s *Seat, o types.Order) error {
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
