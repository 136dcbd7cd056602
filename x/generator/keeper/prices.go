package keeper

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
)

// costOf is what units cost somebody who pays at most limit for each.
func costOf(g types.Generator, b types.Books, units, limit uint64) (price, cost uint64, err error) {
	price = priceOf(b)
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

// sell counts units that are sold, or taken for free, and divides what was paid for them. The caller has the money.
func sell(g types.Generator, b *types.Books, units, cost uint64) error {
	maintenance, owners, err := pricing.Split(cost, uint64(g.Request.MaintenanceBps))
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("generator %d: %s", g.Id, err)
	}
	if err := increase(&b.MaintenanceUsolar, maintenance); err != nil {
		return err
	}
	if err := addRevenue(b, owners); err != nil {
		return err
	}
	if err := increase(&b.Revenue, cost); err != nil {
		return err
	}
	if cost == 0 {
		return increase(&b.FreeUnits, units)
	}
	return increase(&b.SoldUnits, units)
}

// explainPrice says in one sentence why the price is what it is.
func explainPrice(g types.Generator, b types.Books, voters uint64) string {
	free := fmt.Sprintf("free, up to %s %s a day for each account", grouped(g.Request.FreeUnitsPerDay), g.Request.UnitLabel)
	if b.VoteShares == 0 {
		return "no owner has voted: " + free
	}
	owners := "owners"
	if voters == 1 {
		owners = "owner"
	}
	mean := fmt.Sprintf("%s %s of %s shares voted: floor(%s / %s) = %s usolar per %s", grouped(voters), owners,
		grouped(b.VoteShares), grouped(b.VoteSum), grouped(b.VoteShares), grouped(priceOf(b)), g.Request.UnitLabel)
	if priceOf(b) == 0 {
		return mean + ", so units are " + free
	}
	return mean
}

// grouped writes a number as people read it: 1,234,567.
func grouped(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}
