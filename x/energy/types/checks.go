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

func checkCommunityNumber(id uint64) error { return checkAtLeast("community", id, FirstCommunity) }

func checkMeterNumber(id uint64) error { return checkAtLeast("meter", id, 1) }

func checkSlot(slot uint64) error { return checkNumber("slot", slot, 0, MaxMembers-1) }

func checkEpochSeconds(seconds uint64) error {
	if seconds == 0 || seconds > MaxEpochSeconds || MaxEpochSeconds%seconds != 0 {
		return invalid("epoch_seconds: expected a divisor of %d, got %d", MaxEpochSeconds, seconds)
	}
	return nil
}

func checkGrace(seconds uint64) error {
	return checkNumber("grace_seconds", seconds, 0, MaxGraceSeconds)
}

func checkKey(k AllocationKey) error {
	if _, known := AllocationKey_name[int32(k)]; !known || k == ALLOCATION_KEY_UNSPECIFIED {
		return invalid("key: expected 1 to %d, got %d", len(AllocationKey_name)-1, int32(k))
	}
	return nil
}

func checkResidual(r Residual) error {
	if _, known := Residual_name[int32(r)]; !known || r == RESIDUAL_UNSPECIFIED {
		return invalid("residual: expected 1 to %d, got %d", len(Residual_name)-1, int32(r))
	}
	return nil
}

func checkDenom(denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil {
		return invalid("payment_denom: expected a denom, got %q", denom)
	}
	return nil
}

func checkPrice(price uint64) error {
	return checkNumber("price_per_kwh", price, 0, MaxPricePerKWh)
}

func checkStaticWeight(weight uint64) error {
	return checkNumber("static_weight", weight, 0, MaxStaticWeight)
}

func checkAmount(amount sdk.Coin) error {
	if err := sdk.ValidateDenom(amount.Denom); err != nil {
		return invalid("amount: expected a denom, got %q", amount.Denom)
	}
	switch {
	case amount.Amount.IsNil():
		return invalid("amount: expected 1 to %d, got nothing", MaxPrepaid)
	case !amount.Amount.IsPositive() || !amount.Amount.IsUint64() || amount.Amount.Uint64() > MaxPrepaid:
		return invalid("amount: expected 1 to %d, got %s", MaxPrepaid, amount.Amount)
	}
	return nil
}
