package books

import (
	"context"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// Commit applies the policies of the touched households and closes the books. Messages, readings and block work end with it, so that none
// omits policies; queries do not commit.
func (b *Books) Commit(ctx context.Context) error {
	for _, s := range b.seats {
		if s.Holding.Renews && !s.SkipsRenewal {
			if err := b.renew(ctx, s); err != nil {
				return err
			}
		}
		if s.Holding.Trades {
			if err := b.trade(ctx, s); err != nil {
				return err
			}
		}
	}
	return b.close(ctx)
}

// trade places the order of a policy for the next auction. It is binding like any other: the first touch after an auction decides. For a
// household that moves out it places none, which would keep the account open.
func (b *Books) trade(ctx context.Context, s *Seat) error {
	if s.HasOrder() || b.Area.IsClosed() {
		return nil
	}
	a, err := b.AccountOf(ctx, s)
	if err != nil {
		return err
	}
	if a.ClosingAt != 0 {
		return nil
	}
	m, err := b.Market(ctx)
	if err != nil {
		return err
	}
	side, price, litres := policyOrder(a.Policy, b.marketTerms(), b.Water, s.Household, a.Prepaid)
	if litres == 0 {
		return nil
	}
	o := b.newOrder(s, *m, side, price, litres)
	o.ByPolicy = true
	return b.PlaceOrder(ctx, s, o, true)
}

// policyOrder returns the order that a policy requires: to buy the missing litres as far as the money goes, or else to sell litres above own
// use. Without a reading the own use is not known, and nothing is sold.
func policyOrder(
	p types.Policy, terms marketTerms, w ledger.Ledger, h ledger.Account, prepaid uint64,
) (side types.OrderSide, price, litres uint64) {
	switch left := h.Left(); {
	case p.Buys() && left < p.BuyBelowLitres:
		missing := p.BuyBelowLitres - left + h.Overdraft // a purchase repays the overdraft first
		return types.ORDER_SIDE_BUY, p.MaxPrice, min(missing, w.Wants(h), types.MaxLitres, min(p.Budget, prepaid)/p.MaxPrice)
	case p.Sells() && h.Measured:
		keep := h.OwnUse(max(p.SellAboveDays, terms.reserveDays))
		return types.ORDER_SIDE_SELL, p.MinPrice, min(h.Balance-min(keep, h.Balance), w.Sellable(h), types.MaxLitres, types.MaxMoney/p.MinPrice)
	}
	return side, 0, 0
}
