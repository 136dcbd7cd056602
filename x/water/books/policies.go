package books

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Commit applies the policies of the touched households and closes the books. Messages, readings and block work end with it, so that none
// omits policies; queries do not commit.
func (b *Books) Commit(ctx context.Context) error {
	if err := b.applyPolicies(ctx); err != nil {
		return err
	}
	return b.close(ctx)
}

// applyPolicies renews the subscription and updates the orders of every touched household that has a policy. Placing an order can evict that
// of another household: it joins the list, but its policy is skipped.
func (b *Books) applyPolicies(ctx context.Context) error {
	for i := 0; i < len(b.seats); i++ { //nolint:intrange // evicted households are appended
		s := b.seats[i]
		if s.Holding.Renews && !s.SkipsPolicy {
			if err := b.renew(ctx, s); err != nil {
				return err
			}
		}
		if s.SkipsPolicy || !s.Holding.Trades && !s.Holding.Buys {
			continue
		}
		m, err := b.Market(ctx)
		if err != nil {
			return err
		}
		if m.InAuction {
			continue
		}
		if err := b.applyPolicy(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// applyPolicy replaces the orders of a policy by the one that it requires now. Orders that the owner placed stay, except that a buy order
// shrinks to what the account may still hold.
func (b *Books) applyPolicy(ctx context.Context, s *Seat) error {
	buy, buys, err := b.OrderOf(ctx, s, types.ORDER_SIDE_BUY)
	if err != nil {
		return err
	}
	if buys && !buy.ByPolicy {
		if err := b.shrink(ctx, s, buy); err != nil {
			return err
		}
	}
	if !s.Holding.Trades {
		return nil
	}
	sell, sells, err := b.OrderOf(ctx, s, types.ORDER_SIDE_SELL)
	if err != nil {
		return err
	}
	want, err := b.policyOrder(ctx, s, buy, sell)
	if err != nil {
		return err
	}
	for _, current := range []struct {
		types.Order

		found bool
	}{{buy, buys}, {sell, sells}} {
		if current.found && current.ByPolicy && (current.Side != want.Side || want.Litres == 0) {
			if err := b.RemoveOrder(ctx, s, current.Order, types.ReasonCancelled); err != nil {
				return err
			}
		}
	}
	if want.Litres == 0 {
		return nil
	}
	if want.Side == types.ORDER_SIDE_BUY {
		return b.updateOrder(ctx, s, want, buy, buys)
	}
	return b.updateOrder(ctx, s, want, sell, sells)
}

// shrink shrinks a buy order that exceeds what the account may still hold: litres bought above the cap would be taken away.
func (b *Books) shrink(ctx context.Context, s *Seat, o types.Order) error {
	limit := b.Water.Wants(s.Household)
	switch {
	case o.Litres <= limit:
		return nil
	case limit == 0:
		return b.RemoveOrder(ctx, s, o, types.ReasonCancelled)
	}
	return b.resize(ctx, s, o, limit)
}

// policyOrder returns the order that the policy of a household requires, as if it had none in the book; one of 0 litres is none. A policy
// places no order that would trade with one that the owner placed.
func (b *Books) policyOrder(ctx context.Context, s *Seat, buy, sell types.Order) (types.Order, error) {
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return types.Order{}, err
	}
	reference, err := b.ReferencePrice(ctx)
	if err != nil || b.Area.IsClosed() {
		return types.Order{}, err
	}
	water, household, prepaid := b.Water, s.Household, a.Prepaid
	if buy.ByPolicy {
		prepaid += LimitValue(buy)
	}
	if sell.ByPolicy {
		if water, household, _, err = water.Release(household, sell.Litres); err != nil {
			return types.Order{}, err
		}
	}
	o := computeOrder(a.Policy, b.Area, water, household, prepaid, reference)
	crosses := o.Side == types.ORDER_SIDE_BUY && sell.Litres > 0 && !sell.ByPolicy && o.Price >= sell.Price ||
		o.Side == types.ORDER_SIDE_SELL && buy.Litres > 0 && !buy.ByPolicy && o.Price <= buy.Price
	if crosses {
		return types.Order{}, nil
	}
	o.Area, o.Slot, o.Owner, o.ByPolicy, o.PlacedAt = a.Area, a.Slot, a.Owner, true, b.Now
	return o, nil
}

// computeOrder returns the order of a policy: to buy the missing litres as far as the money goes, or else to sell litres above own use.
// Without a reading the own use is not known, and nothing is sold.
func computeOrder(p types.Policy, a types.Area, w ledger.Ledger, h ledger.Account, prepaid, reference uint64) types.Order {
	if left := h.Left(); p.Buys() && left < p.BuyBelowLitres {
		price := priceOr(p.MaxPrice, reference)
		if price == 0 {
			return types.Order{}
		}
		missing := p.BuyBelowLitres - left + h.Overdraft // a purchase repays the overdraft first
		litres := min(missing, w.Wants(h), types.MaxLitres, min(p.Budget, prepaid)/price)
		return types.Order{Side: types.ORDER_SIDE_BUY, Price: price, Litres: litres}
	}
	price := priceOr(p.MinPrice, reference)
	if !p.Sells() || !h.Measured || price == 0 {
		return types.Order{}
	}
	keep := h.OwnUse(max(p.SellAboveDays, a.Terms.ReserveDays))
	return types.Order{
		Side:   types.ORDER_SIDE_SELL,
		Price:  price,
		Litres: min(h.Balance-min(keep, h.Balance), w.Sellable(h), types.MaxLitres, types.MaxMoney/price),
	}
}

func priceOr(price, reference uint64) uint64 {
	if price == 0 {
		return reference
	}
	return price
}

// updateOrder replaces the order of a policy by the one that it requires. At the same price only the litres change, and the order keeps
// its place. An order of the owner stays, and into a full book none is placed.
func (b *Books) updateOrder(ctx context.Context, s *Seat, want, current types.Order, found bool) error {
	var replaces *types.Order
	switch {
	case found && !current.ByPolicy, found && current.Price == want.Price && current.Litres == want.Litres:
		return nil
	case found && current.Price == want.Price:
		return b.resize(ctx, s, current, want.Litres)
	case found:
		replaces = &current
	}
	worst, err := b.worstIfFull(ctx, want.Side, want.Slot, found)
	if err != nil {
		return err
	}
	p, err := planPlacement(want, replaces, worst)
	if errors.Is(err, types.ErrBookFull) {
		if found {
			return b.RemoveOrder(ctx, s, current, types.ReasonCancelled)
		}
		return nil
	}
	if err != nil {
		return err
	}
	_, err = b.PlaceOrder(ctx, s, p, true)
	return err
}

// resize changes the litres of an order, which keeps its place in the book.
func (b *Books) resize(ctx context.Context, s *Seat, o types.Order, litres uint64) error {
	if err := b.returnEscrow(ctx, s, o); err != nil {
		return err
	}
	o.Litres = litres
	if err := b.takeEscrow(ctx, s, o, true); err != nil {
		return err
	}
	if err := b.Orders.Set(ctx, state.KeyOfOrder(o), o); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventOrderPlaced(o))
}

// RemovePolicyOrders takes the orders of a policy that has ended out of the book.
func (b *Books) RemovePolicyOrders(ctx context.Context, s *Seat) error {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, _, err := b.OrderOf(ctx, s, side)
		if err != nil {
			return err
		}
		if !o.ByPolicy {
			continue
		}
		if err := b.RemoveOrder(ctx, s, o, types.ReasonCancelled); err != nil {
			return err
		}
	}
	return nil
}
