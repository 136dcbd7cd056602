package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// order is the order of an account on a side, if it has one.
func (k *Keeper) order(ctx context.Context, area uint64, side types.OrderSide, slot uint64) (o types.Order, found bool, err error) {
	o, err = k.orders.Get(ctx, keyOfOrder(types.Order{Area: area, Side: side, Slot: slot}))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Order{}, false, nil
	}
	return o, err == nil, err
}

func keyOfOrder(o types.Order) orderKey {
	return collections.Join3(o.Area, uint32(o.Side), o.Slot) //nolint:gosec // a side is 1 or 2
}

func rankOfOrder(o types.Order) rankKey {
	rank := o.Price
	if o.Side == types.ORDER_SIDE_BUY {
		rank = ^o.Price
	}
	return collections.Join4(o.Area, uint32(o.Side), rank, o.Number) //nolint:gosec // a side is 1 or 2
}

// setOrder stores an order of a household that is new in the book. What it offers must have been set aside.
func (b *books) setOrder(ctx context.Context, s *seat, o types.Order) error {
	counters, err := b.count(ctx)
	if err != nil {
		return err
	}
	if o.Side == types.ORDER_SIDE_BUY {
		s.holding.Buys = true
		counters.BuyOrders++
	} else {
		s.holding.Sells = true
		counters.SellOrders++
	}
	if err := b.orderRanks.Set(ctx, rankOfOrder(o), o.Slot); err != nil {
		return err
	}
	return b.orders.Set(ctx, keyOfOrder(o), o)
}

// orderOf is the order of a household on a side, if it has one.
func (b *books) orderOf(ctx context.Context, s *seat, side types.OrderSide) (o types.Order, found bool, err error) {
	if side == types.ORDER_SIDE_BUY && !s.holding.Buys || side == types.ORDER_SIDE_SELL && !s.holding.Sells {
		return types.Order{}, false, nil
	}
	return b.order(ctx, b.area.Id, side, s.slot)
}

// dropOrders takes the orders of a household out of the book.
func (b *books) dropOrders(ctx context.Context, s *seat, reason string) error {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, found, err := b.orderOf(ctx, s, side)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := b.dropOrder(ctx, s, o, reason); err != nil {
			return err
		}
	}
	return nil
}

// dropOrder takes an order out of the book and gives what was set aside for it back.
func (b *books) dropOrder(ctx context.Context, s *seat, o types.Order, reason string) error {
	if err := b.returnEscrow(ctx, s, o); err != nil {
		return err
	}
	if err := b.forgetOrder(ctx, s, o); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventOrderRemoved{Order: o, Reason: reason})
}

// returnEscrow gives back what is set aside for an order: money to the prepaid balance, tokens to the owner.
func (b *books) returnEscrow(ctx context.Context, s *seat, o types.Order) (err error) {
	if o.Side == types.ORDER_SIDE_SELL {
		b.water, s.household, _, err = b.water.Release(s.household, o.Litres)
		return err
	}
	a, err := b.accountOf(ctx, s)
	if err != nil {
		return err
	}
	purse, err := b.money(ctx)
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
func (b *books) forgetOrder(ctx context.Context, s *seat, o types.Order) error {
	counters, err := b.count(ctx)
	if err != nil {
		return err
	}
	if o.Side == types.ORDER_SIDE_BUY {
		s.holding.Buys = false
		counters.BuyOrders--
	} else {
		s.holding.Sells = false
		counters.SellOrders--
	}
	if err := b.orders.Remove(ctx, keyOfOrder(o)); err != nil {
		return err
	}
	return b.orderRanks.Remove(ctx, rankOfOrder(o))
}
