package market

import (
	"errors"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// CostOf returns the price of a unit today and the cost of some, or ErrPriceTooHigh if the price exceeds the limit of the buyer.
func CostOf(g types.Generator, purse types.Purse, today, units, limit uint64) (price, cost uint64, err error) {
	price = state.PriceOn(purse, today)
	cost, err = pricing.Purchase(pricing.Price(price), units, pricing.Price(limit))
	switch {
	case errors.Is(err, pricing.ErrAboveLimit):
		return 0, 0, types.ErrPriceTooHigh.Wrapf("generator %d: expected at most %d usolar per %s, got %d",
			g.Id, limit, g.Request.UnitLabel, price)
	case err != nil:
		return 0, 0, types.ErrAmountTooLarge.Wrapf("generator %d: %s", g.Id, err)
	default:
		return price, cost, nil
	}
}
