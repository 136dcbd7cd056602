package types

import "github.com/utilityd/utilityd/x/internal/check"

// Validate checks the policy that an owner sets: each field, and that they do not contradict each other. It may sell for less than it buys
// for: it has one order in an auction, to sell a surplus or to buy what is lacking.
func (p Policy) Validate() error {
	if err := p.checkFields(); err != nil {
		return err
	}
	if p.Buys() && p.Budget < p.MaxPrice {
		return ErrPolicy.Wrapf("budget: expected at least the price of a litre, %d, got %d", p.MaxPrice, p.Budget)
	}
	return nil
}

// checkFields checks the rules that also hold for a policy whose budget is used up.
func (p Policy) checkFields() error {
	if err := check.All(
		check.Range("sell_above_days", p.SellAboveDays, 0, MaxDays),
		priceIfAny("min_price", p.MinPrice),
		check.Range("buy_below_litres", p.BuyBelowLitres, 0, MaxLitres),
		priceIfAny("max_price", p.MaxPrice),
		check.Range("budget", p.Budget, 0, MaxMoney),
		check.Range("max_fee_per_person", p.MaxFeePerPerson, 0, MaxPrice),
	); err != nil {
		return err
	}
	switch {
	case p.Sells() && p.MinPrice == 0:
		return ErrPolicy.Wrap("min_price: expected the limit of sales, got 0")
	case p.Buys() && p.MaxPrice == 0:
		return ErrPolicy.Wrap("max_price: expected the limit of purchases, got 0")
	}
	return nil
}

func priceIfAny(field string, price uint64) error {
	if price == 0 {
		return nil
	}
	return checkPrice(field, price)
}

// Buys reports whether the policy buys.
func (p Policy) Buys() bool { return p.BuyBelowLitres > 0 }

// Sells reports whether the policy sells.
func (p Policy) Sells() bool { return p.SellAboveDays > 0 }

// Trades reports whether the policy buys or sells.
func (p Policy) Trades() bool { return p.Buys() || p.Sells() }
