package books

import (
	"context"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// BookView holds what decides on an order of a household. An order of 0 litres is none.
type BookView struct {
	reference         uint64
	current, opposite types.Order  // of the household, on the side of the order and on the other
	worst             *types.Order // is evicted for the order; nil if there is room
	purse             *types.Purse // only for a buyer
}

// ViewBook loads what decides on an order of a household on a side.
func (b *Books) ViewBook(ctx context.Context, s *Seat, side types.OrderSide) (p BookView, err error) {
	if p.reference, err = b.ReferencePrice(ctx); err != nil {
		return p, err
	}
	other := types.ORDER_SIDE_BUY
	if side == types.ORDER_SIDE_BUY {
		other = types.ORDER_SIDE_SELL
	}
	if p.opposite, _, err = b.OrderOf(ctx, s, other); err != nil {
		return p, err
	}
	if p.current, _, err = b.OrderOf(ctx, s, side); err != nil {
		return p, err
	}
	if side == types.ORDER_SIDE_BUY {
		if p.purse, err = b.Purse(ctx); err != nil {
			return p, err
		}
	}
	p.worst, err = b.worstIfFull(ctx, side, s.Slot, p.current.Litres > 0)
	return p, err
}

// PlanOrder plans the placement of an order that its owner requests, or refuses it.
func (b *Books) PlanOrder(s *Seat, msg *types.MsgPlaceOrder, view BookView) (Placement, error) {
	o := types.Order{
		Area: b.Area.Id, Side: msg.Side, Slot: s.Slot, Owner: s.Account.Now.Owner, Price: msg.Price, Litres: msg.Litres, PlacedAt: b.Now,
	}
	if o.Price == 0 {
		if view.reference == 0 {
			return Placement{}, types.ErrNoPrice.Wrapf("area %d: expected a price, got 0 with a reference price of 0", o.Area)
		}
		o.Price = view.reference
	}
	if err := o.Validate(); err != nil {
		return Placement{}, err
	}
	if view.opposite.Litres > 0 {
		if err := expectNoSelfTrade(o, view.opposite); err != nil {
			return Placement{}, err
		}
	}
	var err error
	if o.Side == types.ORDER_SIDE_BUY {
		err = b.expectBuyable(s, o, *view.purse)
	} else {
		err = b.expectSellable(s, o, view.current)
	}
	if err != nil {
		return Placement{}, err
	}
	if view.current.Litres > 0 {
		return planPlacement(o, &view.current, view.worst)
	}
	return planPlacement(o, nil, view.worst)
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
	return state.ExpectRoom(purse, LimitValue(o))
}

// expectSellable refuses litres that the household does not have or must keep for its own use. Those of the replaced order are available.
func (b *Books) expectSellable(s *Seat, o, replaced types.Order) error {
	water, household, _, err := b.Water.Release(s.Household, replaced.Litres)
	if err != nil {
		return err
	}
	if o.Litres > household.Balance {
		return types.ErrInsufficientWater.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, household.Balance, o.Litres)
	}
	if limit := water.Sellable(household); o.Litres > limit {
		return types.ErrNotSellable.Wrapf("area %d, slot %d: expected at most %d without a subscription, got %d", o.Area, o.Slot, limit, o.Litres)
	}
	if keep := household.OwnUse(b.Area.Terms.ReserveDays); household.Balance-o.Litres < keep {
		return types.ErrReserveDays.Wrapf("area %d, slot %d: expected a rest of at least %d for %d days, got %d",
			o.Area, o.Slot, keep, b.Area.Terms.ReserveDays, household.Balance-o.Litres)
	}
	return nil
}
