package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// PlaceOrder puts an order into the book, in place of the one that the account has on that side. A buyer pays for its litres at
// its limit, a seller hands them over; what is not used comes back.
func (s msgServer) PlaceOrder(goCtx context.Context, msg *types.MsgPlaceOrder) (*types.MsgPlaceOrderResponse, error) {
	// load
	ctx, b, seat, err := s.ofOwner(goCtx, msg)
	if err != nil {
		return nil, err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return nil, err
	}
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	if err := s.expectQuiet(ctx, b.area.Id); err != nil {
		return nil, err
	}
	met, err := b.position(ctx, seat, msg.Side)
	if err != nil {
		return nil, err
	}

	// decide
	p, err := b.offerOrder(seat, msg, met)
	if err != nil {
		return nil, err
	}

	// apply
	if p.order.Side == types.ORDER_SIDE_BUY {
		escrow := sdk.NewCoins(b.coin(worth(p.order)))
		if err := s.bank.SendCoinsFromAccountToModule(ctx, seat.owner, types.ModuleName, escrow); err != nil {
			return nil, err
		}
	}
	order, err := b.place(ctx, seat, p, false)
	if err != nil {
		return nil, err
	}
	if err := b.commit(ctx); err != nil {
		return nil, err
	}
	return &types.MsgPlaceOrderResponse{Number: order.Number, Price: order.Price, AuctionAt: counters.AuctionAt}, nil
}

// position is what an order of a household meets in the book. An order of 0 litres is none.
type position struct {
	reference     uint64
	had, opposite types.Order  // of the household, on the side of the order and on the other
	worst         *types.Order // has to leave for the order; nil if there is room
	purse         *types.Purse // only for a buyer
}

func (b *books) position(ctx context.Context, s *seat, side types.OrderSide) (p position, err error) {
	if p.reference, err = b.referencePrice(ctx); err != nil {
		return p, err
	}
	other := types.ORDER_SIDE_BUY
	if side == types.ORDER_SIDE_BUY {
		other = types.ORDER_SIDE_SELL
	}
	if p.opposite, _, err = b.orderOf(ctx, s, other); err != nil {
		return p, err
	}
	if p.had, _, err = b.orderOf(ctx, s, side); err != nil {
		return p, err
	}
	if side == types.ORDER_SIDE_BUY {
		if p.purse, err = b.money(ctx); err != nil {
			return p, err
		}
	}
	p.worst, err = b.worstIfFull(ctx, side, s.slot, p.had.Litres > 0)
	return p, err
}

// offerOrder is what it takes to place the order that an owner asks for, if the household may.
func (b *books) offerOrder(s *seat, msg *types.MsgPlaceOrder, met position) (placement, error) {
	o := types.Order{
		Area: b.area.Id, Side: msg.Side, Slot: s.slot, Owner: s.account.now.Owner, Price: msg.Price, Litres: msg.Litres, PlacedAt: b.now,
	}
	if o.Price == 0 {
		if met.reference == 0 {
			return placement{}, types.ErrNoPrice.Wrapf("area %d: expected a price, for the reference price is 0", o.Area)
		}
		o.Price = met.reference
	}
	if err := o.Validate(); err != nil {
		return placement{}, err
	}
	if met.opposite.Litres > 0 {
		if err := expectNoSelfTrade(o, met.opposite); err != nil {
			return placement{}, err
		}
	}
	var err error
	if o.Side == types.ORDER_SIDE_BUY {
		err = b.expectWanted(s, o, *met.purse)
	} else {
		err = b.expectSpare(s, o, met.had)
	}
	if err != nil {
		return placement{}, err
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
func (b *books) expectWanted(s *seat, o types.Order, purse types.Purse) error {
	if most := b.water.Wants(s.household); o.Litres > most {
		return types.ErrAboveCap.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, most, o.Litres)
	}
	return expectRoom(purse, worth(o))
}

// expectSpare refuses to sell what the household does not have or needs itself. What the order that is replaced offered is there
// again.
func (b *books) expectSpare(s *seat, o, had types.Order) error {
	_, household, _, err := b.water.Release(s.household, had.Litres)
	if err != nil {
		return err
	}
	if o.Litres > household.Balance {
		return types.ErrInsufficientWater.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, household.Balance, o.Litres)
	}
	if keep := household.OwnUse(b.area.ReserveDays); household.Balance-o.Litres < keep {
		return types.ErrReserveDays.Wrapf("area %d, slot %d: expected at least %d to be left for %d days, got %d",
			o.Area, o.Slot, keep, b.area.ReserveDays, household.Balance-o.Litres)
	}
	return nil
}
