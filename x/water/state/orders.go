package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// OrdersOfArea returns the range of the orders of an area, by side and slot.
func OrdersOfArea(area uint64) collections.Ranger[OrderKey] {
	return collections.NewPrefixedTripleRange[uint64, uint32, uint64](area)
}

// Order returns the order of an account on a side, if there is one.
func (st *Store) Order(ctx context.Context, area uint64, side types.OrderSide, slot uint64) (o types.Order, found bool, err error) {
	o, err = st.Orders.Get(ctx, KeyOfOrder(types.Order{Area: area, Side: side, Slot: slot}))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Order{}, false, nil
	}
	return o, err == nil, err
}

// KeyOfOrder returns the key of an order: an account has at most one on a side.
func KeyOfOrder(o types.Order) OrderKey {
	return collections.Join3(o.Area, uint32(o.Side), o.Slot) //nolint:gosec // a side is 1 or 2
}

// KeyOfBook returns the key of the levels of a side of the book of an auction.
func KeyOfBook(area, auction uint64, side types.OrderSide) BookKey {
	return collections.Join3(area, auction, uint32(side)) //nolint:gosec // a side is 1 or 2
}

// OrdersOf returns the orders of an account: at most one on each side.
func (st *Store) OrdersOf(ctx context.Context, area, slot uint64) (orders []types.Order, err error) {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, found, err := st.Order(ctx, area, side, slot)
		if err != nil {
			return nil, err
		}
		if found {
			orders = append(orders, o)
		}
	}
	return orders, nil
}
