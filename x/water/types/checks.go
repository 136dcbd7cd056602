package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/auction"
)

// Checks of single fields, which messages and genesis share.

func checkAreaNumber(id uint64) error { return check.Min("area", id, FirstArea) }

func checkMeterNumber(id uint64) error { return check.Min("meter", id, 1) }

func checkPlace(area, source uint64) error {
	return check.All(checkAreaNumber(area), check.Min("source", source, FirstSource))
}

func checkSide(side OrderSide) error { return check.Enum("side", OrderSide_name, side) }

func checkPaymentDenom(denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil || IsWaterDenom(denom) {
		return check.Invalid("payment_denom: expected a denom that can be sent, got %q", denom)
	}
	return nil
}

// checkPrice checks that a price is on the grid.
func checkPrice(field string, price uint64) error {
	if auction.LevelOf(auction.Price(price)) == 0 {
		return check.Invalid("%s: expected at most three significant digits, from 1 to %d, got %d", field, auction.MaxPrice, price)
	}
	return nil
}

// checkWorth checks that the worth of an order fits into an escrow.
func checkWorth(litres, price uint64) error {
	if price > 0 && litres > MaxMoney/price {
		return check.Invalid("litres: expected at most %d at a price of %d, got %d", MaxMoney/price, price, litres)
	}
	return nil
}

func checkName(name string) error { return check.Text("name", name, 1, MaxNameBytes) }

// Validate checks the fields of the terms.
func (t Terms) Validate() error {
	return check.All(
		check.Enum("valve_policy", ValvePolicy_name, t.ValvePolicy),
		check.Range("fee_per_person", t.FeePerPerson, 0, MaxPrice),
		check.Range("lifeline_litres_per_person_day", t.LifelineLitresPerPersonDay, 0, MaxLifelineLitres),
		check.Range("lifeline_days_cap", t.LifelineDaysCap, 1, MaxDays),
		check.Range("lifeline_reserve_days", t.LifelineReserveDays, 1, MaxDays),
		check.Range("auction_seconds", t.AuctionSeconds, MinAuctionSeconds, MaxPeriodSeconds),
		check.Range("reserve_days", t.ReserveDays, 0, MaxDays),
		check.Range("base_price", t.BasePrice, 0, MaxPrice),
	)
}

func checkSpans(periodSeconds, enrolmentSeconds uint64) error {
	return check.All(
		check.Range("period_seconds", periodSeconds, MinPeriodSeconds, MaxPeriodSeconds),
		check.Range("enrolment_seconds", enrolmentSeconds, 1, periodSeconds),
	)
}
