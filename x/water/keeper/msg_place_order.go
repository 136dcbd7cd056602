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

	// decide
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	if err := s.expectQuiet(ctx, b.area.Id); err != nil {
		return nil, err
	}
	p, err := b.offerOrder(ctx, seat, msg)
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
	if err := b.close(ctx); err != nil {
		return nil, err
	}
	return &types.MsgPlaceOrderResponse{Number: order.Number, Price: order.Price, AuctionAt: counters.AuctionAt}, nil
}

// offerOrder is what it takes to place the order that an owner asks for, if the household may.
func (b *books) offerOrder(ctx context.Context, s *seat, msg *types.MsgPlaceOrder) (placement, error) {
	o := types.Order{
		Area: b.area.Id, Side: msg.Side, Slot: s.slot, Owner: s.account.now.Owner, Price: msg.Price, Litres: msg.Litres, PlacedAt: b.now,
	}
	if o.Price == 0 {
		reference, err := b.referencePrice(ctx)
		if err != nil {
			return placement{}, err
		}
		if reference == 0 {
			return placement{}, types.ErrNoPrice.Wrapf("area %d: expected a price, for the reference price is 0", o.Area)
		}
		o.Price = reference
	}
	if err := o.Validate(); err != nil {
		return placement{}, err
	}
	other := types.ORDER_SIDE_BUY
	if o.Side == types.ORDER_SIDE_BUY {
		other = types.ORDER_SIDE_SELL
	}
	opposite, found, err := b.orderOf(ctx, s, other)
	if err != nil {
		return placement{}, err
	}
	if found {
		if err := expectNoSelfTrade(o, opposite); err != nil {
			return placement{}, err
		}
	}

	had, found, err := b.orderOf(ctx, s, o.Side)
	if err != nil {
		return placement{}, err
	}
	if o.Side == types.ORDER_SIDE_BUY {
		err = b.expectWanted(ctx, s, o)
	} else {
		err = b.expectSpare(s, o, had)
	}
	if err != nil {
		return placement{}, err
	}
	if found {
		return b.admit(ctx, o, &had)
	}
	return b.admit(ctx, o, nil)
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
func (b *books) expectWanted(ctx context.Context, s *seat, o types.Order) error {
	if most := b.water.Wants(s.household); o.Litres > most {
		return types.ErrAboveCap.Wrapf("area %d, slot %d: expected at most %d, got %d", o.Area, o.Slot, most, o.Litres)
	}
	purse, err := b.money(ctx)
	if err != nil {
		return err
	}
	return expectRoom(*purse, worth(o))
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
