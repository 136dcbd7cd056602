package types

import "github.com/utilityd/utilityd/x/internal/check"

// Validate checks the policy that an owner sets: each field, and that they do not contradict each other.
func (p Policy) Validate() error {
	if err := p.checkFields(); err != nil {
		return err
	}
	switch {
	case p.Buys() && p.Budget == 0:
		return ErrPolicy.Wrap("budget: expected money to buy with, got 0")
	case p.Buys() && p.Budget < p.MaxPrice:
		return ErrPolicy.Wrapf("budget: expected at least the price of a litre, %d, got %d", p.MaxPrice, p.Budget)
	case p.Buys() && p.Sells() && p.MinPrice > 0 && p.MaxPrice > 0 && p.MinPrice <= p.MaxPrice:
		return ErrPolicy.Wrapf("min_price: expected to sell for more than it buys for, %d, got %d", p.MaxPrice, p.MinPrice)
	}
	return nil
}

// checkFields checks the rules that also hold for a policy whose budget is used up.
func (p Policy) checkFields() error {
	return check.All(
		check.Range("sell_above_days", p.SellAboveDays, 0, MaxDays),
		check.Range("min_price", p.MinPrice, 0, MaxPrice),
		check.Range("buy_below_litres", p.BuyBelowLitres, 0, MaxLitres),
		check.Range("max_price", p.MaxPrice, 0, MaxPrice),
		check.Range("budget", p.Budget, 0, MaxMoney),
		check.Range("max_fee_per_person", p.MaxFeePerPerson, 0, MaxPrice),
	)
}

// Buys reports whether the policy buys.
func (p Policy) Buys() bool { return p.BuyBelowLitres > 0 }

// Sells reports whether the policy sells.
func (p Policy) Sells() bool { return p.SellAboveDays > 0 }

// Trades reports whether the policy buys or sells.
func (p Policy) Trades() bool { return p.Buys() || p.Sells() }
