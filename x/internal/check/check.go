package check

import (
	"fmt"
	"time"
	"unicode/utf8"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
)

// MaxTime is the last second of the year 9999: no time lies after it.
const MaxTime int64 = 253_402_300_799

// Moment formats a time, Unix seconds, for errors: in UTC, and as messages have it.
func Moment(unix int64) string {
	return fmt.Sprintf("%s (%d)", time.Unix(unix, 0).UTC().Format(time.RFC3339), unix)
}

// All is the first error, if there is one.
func All(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Invalid is the error of a field that is not as expected.
func Invalid(format string, args ...any) error {
	return errorsmod.Wrapf(sdkerrors.ErrInvalidRequest, format, args...)
}

// Range checks that a number is from low to high.
func Range(field string, got, low, high uint64) error {
	return RangeOr(sdkerrors.ErrInvalidRequest)(field, got, low, high)
}

// RangeOr is Range with an error of the caller's own.
func RangeOr(otherwise *errorsmod.Error) func(field string, got, low, high uint64) error {
	return func(field string, got, low, high uint64) error {
		if got < low || got > high {
			return otherwise.Wrapf("%s: expected %d to %d, got %d", field, low, high, got)
		}
		return nil
	}
}

// Min checks a number without a maximum.
func Min(field string, got, minimum uint64) error {
	if got < minimum {
		return Invalid("%s: expected at least %d, got %d", field, minimum, got)
	}
	return nil
}

// Time checks that a time is in range, or 0 for none.
func Time(field string, t int64) error {
	if t < 0 || t > MaxTime {
		return Invalid("%s: expected 0 to %d, got %d", field, MaxTime, t)
	}
	return nil
}

// Enum checks that a number is a value of the enum, not its zero.
func Enum[E ~int32](field string, names map[int32]string, got E) error {
	if _, known := names[int32(got)]; !known || got == 0 {
		return Invalid("%s: expected 1 to %d, got %d", field, len(names)-1, int32(got))
	}
	return nil
}

// Text checks that a text is UTF-8 of minimum to maximum bytes.
func Text(field, text string, minimum, maximum int) error {
	switch {
	case len(text) < minimum || len(text) > maximum:
		return Invalid("%s: expected %d to %d bytes, got %d", field, minimum, maximum, len(text))
	case !utf8.ValidString(text):
		return Invalid("%s: expected UTF-8, got %q", field, text)
	}
	return nil
}

// Bytes checks the number of bytes.
func Bytes(field string, bz []byte, length int) error {
	if len(bz) != length {
		return Invalid("%s: expected %d bytes, got %d", field, length, len(bz))
	}
	return nil
}

// HasAddress checks that an address is given.
func HasAddress(field, address string) error {
	if address == "" {
		return Invalid("%s: expected an address, got none", field)
	}
	return nil
}

// Denom checks that a denom is valid for the bank.
func Denom(field, denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil {
		return Invalid("%s: expected a denom, got %q", field, denom)
	}
	return nil
}

// Coin checks an amount of money from 1 to maximum.
func Coin(field string, coin sdk.Coin, maximum uint64) error {
	if err := Denom(field, coin.Denom); err != nil {
		return err
	}
	switch amount := coin.Amount; {
	case amount.IsNil():
		return Invalid("%s: expected 1 to %d, got nothing", field, maximum)
	case !amount.IsPositive() || !amount.IsUint64() || amount.Uint64() > maximum:
		return Invalid("%s: expected 1 to %d, got %s", field, maximum, amount)
	}
	return nil
}

// List checks that a list is in strictly ascending order and each of its elements by itself. The error is otherwise, with the
// place in the list.
func List[T any](otherwise *errorsmod.Error, name string, list []T, compare func(a, b *T) int, element func(*T) error) error {
	for i := range list {
		if i > 0 && compare(&list[i-1], &list[i]) >= 0 {
			return otherwise.Wrapf("%s: expected ascending order and no entry twice, got entry %d out of order", name, i)
		}
		if err := element(&list[i]); err != nil {
			return otherwise.Wrapf("%s, entry %d: %s", name, i, err)
		}
	}
	return nil
}
