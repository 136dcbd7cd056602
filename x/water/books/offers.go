package books

import (
	"context"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Position is what an order of a household meets in the book. An order of 0 litres is none.
type Position struct {
	reference     uint64
	had, opposite types.Order  // of the household, on the side of the order and on the other
	worst         *types.Order // has to leave for the order; nil if there is room
	purse         *types.Purse // only for a buyer
}

// Position returns what an order of a household on a side meets.
func (b *Books) Position(ctx context.Context, s *Seat, side types.OrderSide) (p Position, err error) {
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
	if p.had, _, err = b.OrderOf(ctx, s, side); err != nil {
		return p, err
	}
	if side == types.ORDER_SIDE_BUY {
		if p.purse, err = b.Purse(ctx); err != nil {
			return p, err
		}
	}
	p.worst, err = b.worstIfFull(ctx, side, s.Slot, p.had.Litres > 0)
	return p, err
}

// OfferOrder is what it takes to place the order that an owner asks for, if the household may.
func (b *Books) OfferOrder(s *Seat, msg *types.MsgPlaceOrder, met Position) (Placement, error) {
	o := types.Order{
		Area: b.Area.Id, Side: msg.Side, Slot: s.Slot, Owner: s.Account.Now.Owner, Price: msg.Price, Litres: msg.Litres, PlacedAt: b.Now,
	}
	if o.Price == 0 {
		if met.reference == 0 {
			return Placement{}, types.ErrNoPrice.Wrapf("area %d: expected a price, for the reference price is 0", o.Area)
		}
		o.Price = met.reference
	}
	if err := o.Validate(); err != nil {
		return Placement{}, err
	}
	if met.opposite.Litres > 0 {
		if err := expectNoSelfTrade(o, met.opposite); err != nil {
			return Placement{}, err
		}
	}
	var err error
	if o.Side == types.ORDER_SIDE_BUY {
		err = b.expectWanted(s, o, *met.purse)
	} else {
		err = b.expectSpare(s, o, met.had)
	}
	if err != nil {
		return Placement{}, err
	}
	if met.had.Litres > 0 {
		return admit(o, &met.had, met.worst)
	}
	return admit(o, nil, met.worst)
}

// expectNoSelfTrade refuses an order that could trade with one of the same account.
func expectNoSelfTrade(o, opposite types.Order) error {
	if o.Side == types.ORDER_SIDE_BUY && o.Price >= opposite.Price {
		return types.ErrSelfTrade.Wrapf("area %d, slot %d: expected to buy for less than %d, got %d", o.Area, o.Slot, opposite.Price, o.Price)
	}
	if o.Side == types.ORDER_SIDE_SELL && o.Price <= opposite.Price {
		return types.ErrSelfTrade.Wrapf("area %d, slot %d: expected to sell for more than %d, got %d", o.Area, o.Slot, opposite.Price, o.Price)
	}
	return nil
}

// expectWanted refuses to buy what the account could not keep, and what the buckets of the area could not hold.
func (b *Books) expectWanted(s *Seat, o types.Order, purse types.Purse) error {
	if most := b.Water.Wants(s.Household); o.Litres > most {
		return types.ErrAboveCap.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, most, o.Litres)
	}
	return state.ExpectRoom(purse, Worth(o))
}

// expectSpare refuses to sell what the household does not have or needs itself. What the order that is replaced offered is there
// again.
func (b *Books) expectSpare(s *Seat, o, had types.Order) error {
	_, household, _, err := b.Water.Release(s.Household, had.Litres)
	if err != nil {
		return err
	}
	if o.Litres > household.Balance {
		return types.ErrInsufficientWater.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, household.Balance, o.Litres)
	}
	if keep := household.OwnUse(b.Area.ReserveDays); household.Balance-o.Litres < keep {
		return types.ErrReserveDays.Wrapf("area %d, slot %d: expected at least %d to be left for %d days, got %d",
			o.Area, o.Slot, keep, b.Area.ReserveDays, household.Balance-o.Litres)
	}
	return nil
}
