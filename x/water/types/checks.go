package types

import (
	"unicode/utf8"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// Checks of single fields, which messages and genesis share.

func invalid(format string, args ...any) error {
	return errorsmod.Wrapf(sdkerrors.ErrInvalidRequest, format, args...)
}

func checkName(name string) error {
	switch {
	case name == "" || len(name) > MaxNameBytes:
		return invalid("name: expected 1 to %d bytes, got %d", MaxNameBytes, len(name))
	case !utf8.ValidString(name):
		return invalid("name: expected UTF-8, got %q", name)
	}
	return nil
}

func checkNumber(field string, got, minimum, maximum uint64) error {
	if got < minimum || got > maximum {
		return invalid("%s: expected %d to %d, got %d", field, minimum, maximum, got)
	}
	return nil
}

func checkAtLeast(field string, got, minimum uint64) error {
	if got < minimum {
		return invalid("%s: expected at least %d, got %d", field, minimum, got)
	}
	return nil
}

func checkTime(field string, t int64) error {
	if t < 0 || t > MaxTime {
		return invalid("%s: expected 0 to %d, got %d", field, MaxTime, t)
	}
	return nil
}

// checkEnum checks that a number names something, and not nothing.
func checkEnum(field string, names map[int32]string, got int32) error {
	if _, known := names[got]; !known || got == 0 {
		return invalid("%s: expected 1 to %d, got %d", field, len(names)-1, got)
	}
	return nil
}

func checkAreaNumber(id uint64) error { return checkAtLeast("area", id, FirstArea) }

func checkMeterNumber(id uint64) error { return checkAtLeast("meter", id, 1) }

func checkPlace(area, source uint64) error {
	if err := checkAreaNumber(area); err != nil {
		return err
	}
	return checkAtLeast("source", source, FirstSource)
}

func checkSide(side OrderSide) error { return checkEnum("side", OrderSide_name, int32(side)) }

func checkPaymentDenom(denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil || IsWaterDenom(denom) {
		return invalid("payment_denom: expected a denom that can be sent, got %q", denom)
	}
	return nil
}

// checkWorth checks that an order of so many litres at such a price fits into an escrow.
func checkWorth(litres, price uint64) error {
	if price > 0 && litres > MaxMoney/price {
		return invalid("litres: expected at most %d at a price of %d, got %d", MaxMoney/price, price, litres)
	}
	return nil
}

func checkAmount(amount sdk.Coin) error {
	if err := sdk.ValidateDenom(amount.Denom); err != nil {
		return invalid("amount: expected a denom, got %q", amount.Denom)
	}
	switch {
	case amount.Amount.IsNil():
		return invalid("amount: expected 1 to %d, got nothing", MaxMoney)
	case !amount.Amount.IsPositive() || !amount.Amount.IsUint64() || amount.Amount.Uint64() > MaxMoney:
		return invalid("amount: expected 1 to %d, got %s", MaxMoney, amount.Amount)
	}
	return nil
}

// rules are the terms of an area that messages set and genesis carries.
type rules struct {
	name                                     string
	fee, lifeline, capDays, reserve, seconds uint64
	valve                                    ValvePolicy
	sellReserve, basePrice                   uint64
}

func (r rules) check() error {
	if err := checkName(r.name); err != nil {
		return err
	}
	if err := checkEnum("valve_policy", ValvePolicy_name, int32(r.valve)); err != nil {
		return err
	}
	for _, n := range []struct {
		field         string
		got, min, max uint64
	}{
		{"fee_per_person", r.fee, 0, MaxPrice},
		{"lifeline_litres_per_person_day", r.lifeline, 0, MaxLifelineLitres},
		{"lifeline_days_cap", r.capDays, 1, MaxDays},
		{"lifeline_reserve_days", r.reserve, 1, MaxDays},
		{"auction_seconds", r.seconds, MinAuctionSeconds, MaxPeriodSeconds},
		{"reserve_days", r.sellReserve, 0, MaxDays},
		{"base_price", r.basePrice, 0, MaxPrice},
	} {
		if err := checkNumber(n.field, n.got, n.min, n.max); err != nil {
			return err
		}
	}
	return nil
}

func checkSpans(periodSeconds, enrolmentSeconds uint64) error {
	if err := checkNumber("period_seconds", periodSeconds, MinPeriodSeconds, MaxPeriodSeconds); err != nil {
		return err
	}
	return checkNumber("enrolment_seconds", enrolmentSeconds, 1, periodSeconds)
}
