package books

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Commit applies the policies of the households that were touched and closes the books. Messages, readings and block work end with
// it, so that none leaves policies out; what only reads neither commits nor closes.
func (b *Books) Commit(ctx context.Context) error {
	if err := b.applyPolicies(ctx); err != nil {
		return err
	}
	return b.close(ctx)
}

// applyPolicies updates the orders of every touched household that has a policy. Placing an order can evict another household's; that
// one joins the list but its policy waits for its next touch, or two policies could outbid each other for ever.
func (b *Books) applyPolicies(ctx context.Context) error {
	for i := 0; i < len(b.seats); i++ { //nolint:intrange // there may be more of them on the way
		s := b.seats[i]
		if s.Waits || !s.Holding.Trades && !s.Holding.Buys {
			continue
		}
		m, err := b.Market(ctx)
		if err != nil || m.Waits {
			return err
		}
		if err := b.applyPolicy(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// applyPolicy makes the orders of a household those that its policy wants by what it has now. What the owner has placed stays as it
// is, except that a buy order shrinks to what the account may still hold.
func (b *Books) applyPolicy(ctx context.Context, s *Seat) error {
	buy, buys, err := b.OrderOf(ctx, s, types.ORDER_SIDE_BUY)
	if err != nil {
		return err
	}
	if buys && !buy.ByPolicy {
		if err := b.trim(ctx, s, buy); err != nil {
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
	want, err := b.wanted(ctx, s, buy, sell)
	if err != nil {
		return err
	}
	for _, had := range []struct {
		types.Order

		found bool
	}{{buy, buys}, {sell, sells}} {
		if had.found && had.ByPolicy && (had.Side != want.Side || want.Litres == 0) {
			if err := b.DropOrder(ctx, s, had.Order, types.ReasonCancelled); err != nil {
				return err
			}
		}
	}
	if want.Litres == 0 {
		return nil
	}
	if want.Side == types.ORDER_SIDE_BUY {
		return b.renewOrder(ctx, s, want, buy, buys)
	}
	return b.renewOrder(ctx, s, want, sell, sells)
}

// trim shrinks a buy order that exceeds what the account may still hold: litres bought above the cap would be taken away.
func (b *Books) trim(ctx context.Context, s *Seat, o types.Order) error {
	most := b.Water.Wants(s.Household)
	switch {
	case o.Litres <= most:
		return nil
	case most == 0:
		return b.DropOrder(ctx, s, o, types.ReasonCancelled)
	}
	return b.resize(ctx, s, o, most)
}

// wanted is the order that the policy of a household wants, as if it had none in the book; one of 0 litres is none. An order that
// would trade with one of the owner is not wanted.
func (b *Books) wanted(ctx context.Context, s *Seat, buy, sell types.Order) (types.Order, error) {
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
		prepaid += Worth(buy)
	}
	if sell.ByPolicy {
		if water, household, _, err = water.Release(household, sell.Litres); err != nil {
			return types.Order{}, err
		}
	}
	o := instructed(a.Policy, b.Area, water, household, prepaid, reference)
	crosses := o.Side == types.ORDER_SIDE_BUY && sell.Litres > 0 && !sell.ByPolicy && o.Price >= sell.Price ||
		o.Side == types.ORDER_SIDE_SELL && buy.Litres > 0 && !buy.ByPolicy && o.Price <= buy.Price
	if crosses {
		return types.Order{}, nil
	}
	o.Area, o.Slot, o.Owner, o.ByPolicy, o.PlacedAt = a.Area, a.Slot, a.Owner, true, b.Now
	return o, nil
}

// instructed is the order of a policy for a household that has this: to buy what it lacks, as far as the money goes, or else to
// sell what it has above its own use. It never sells before a reading has told what that is.
func instructed(p types.Policy, a types.Area, w ledger.Ledger, h ledger.Account, prepaid, reference uint64) types.Order {
	if left := h.Left(); p.Buys() && left < p.BuyBelowLitres {
		price := orElse(p.MaxPrice, reference)
		if price == 0 {
			return types.Order{}
		}
		lacks := p.BuyBelowLitres - left + h.Overdraft // what is bought repays it first
		litres := min(lacks, w.Wants(h), types.MaxLitres, min(p.Budget, prepaid)/price)
		return types.Order{Side: types.ORDER_SIDE_BUY, Price: price, Litres: litres}
	}
	price := orElse(p.MinPrice, reference)
	if !p.Sells() || !h.Measured || price == 0 {
		return types.Order{}
	}
	keep := h.OwnUse(max(p.SellAboveDays, a.ReserveDays))
	return types.Order{
		Side:   types.ORDER_SIDE_SELL,
		Price:  price,
		Litres: min(h.Balance-min(keep, h.Balance), types.MaxLitres, types.MaxMoney/price),
	}
}

func orElse(price, reference uint64) uint64 {
	if price == 0 {
		return reference
	}
	return price
}

// renewOrder puts the order that a policy wants in place of the one it had. At the same price that one only changes its litres and
// keeps its place. Where the owner has an order there is no room for another, and a full book takes none.
func (b *Books) renewOrder(ctx context.Context, s *Seat, want, had types.Order, found bool) error {
	var replaces *types.Order
	switch {
	case found && !had.ByPolicy, found && had.Price == want.Price && had.Litres == want.Litres:
		return nil
	case found && had.Price == want.Price:
		return b.resize(ctx, s, had, want.Litres)
	case found:
		replaces = &had
	}
	worst, err := b.worstIfFull(ctx, want.Side, want.Slot, found)
	if err != nil {
		return err
	}
	p, err := admit(want, replaces, worst)
	if errors.Is(err, types.ErrBookFull) {
		if found {
			return b.DropOrder(ctx, s, had, types.ReasonCancelled)
		}
		return nil
	}
	if err != nil {
		return err
	}
	_, err = b.Place(ctx, s, p, true)
	return err
}

// resize gives an order other litres. It keeps its place in the book.
func (b *Books) resize(ctx context.Context, s *Seat, o types.Order, litres uint64) error {
	if err := b.returnEscrow(ctx, s, o); err != nil {
		return err
	}
	o.Litres = litres
	if err := b.setAside(ctx, s, o, true); err != nil {
		return err
	}
	if err := b.Orders.Set(ctx, state.KeyOfOrder(o), o); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventOrderPlaced(o))
}

// DropPolicyOrders takes the orders of a policy that is no more out of the book.
func (b *Books) DropPolicyOrders(ctx context.Context, s *Seat) error {
	for _, side := range []types.OrderSide{types.ORDER_SIDE_BUY, types.ORDER_SIDE_SELL} {
		o, _, err := b.OrderOf(ctx, s, side)
		if err != nil {
			return err
		}
		if !o.ByPolicy {
			continue
		}
		if err := b.DropOrder(ctx, s, o, types.ReasonCancelled); err != nil {
			return err
		}
	}
	return nil
}
