package types

import (
	"unicode/utf8"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// Checks of single fields, which messages and genesis share.

func invalid(format string, args ...any) error {
	return errorsmod.Wrapf(sdkerrors.ErrInvalidRequest, format, args...)
}

func checkText(field, text string, minimum, maximum int) error {
	switch {
	case len(text) < minimum || len(text) > maximum:
		return invalid("%s: expected %d to %d bytes, got %d", field, minimum, maximum, len(text))
	case !utf8.ValidString(text):
		return invalid("%s: expected UTF-8, got %q", field, text)
	}
	return nil
}

// number is a field with its range.
type number struct {
	field                 string
	got, minimum, maximum uint64
}

// checkNumbers checks in the order given.
func checkNumbers(numbers ...number) error {
	for _, n := range numbers {
		if n.got < n.minimum || n.got > n.maximum {
			return invalid("%s: expected %d to %d, got %d", n.field, n.minimum, n.maximum, n.got)
		}
	}
	return nil
}

func checkAtLeast(field string, got, minimum uint64) error {
	if got < minimum {
		return invalid("%s: expected at least %d, got %d", field, minimum, got)
	}
	return nil
}

func checkGeneratorNumber(id uint64) error { return checkAtLeast("generator", id, FirstNumber) }

func checkAddress(field, address string) error {
	if address == "" {
		return invalid("%s: expected an address, got none", field)
	}
	return nil
}

func checkTime(field string, t int64) error {
	if t < 0 || t > MaxTime {
		return invalid("%s: expected 0 to %d, got %d", field, MaxTime, t)
	}
	return nil
}

func checkDenom(field, denom string) error {
	if err := sdk.ValidateDenom(denom); err != nil {
		return invalid("%s: expected a denom, got %q", field, denom)
	}
	return nil
}

func checkAmount(amount sdk.Coin) error {
	if err := checkDenom("amount", amount.Denom); err != nil {
		return err
	}
	switch {
	case amount.Amount.IsNil():
		return invalid("amount: expected 1 to %d, got nothing", MaxAmount)
	case !amount.Amount.IsPositive() || !amount.Amount.IsUint64() || amount.Amount.Uint64() > MaxAmount:
		return invalid("amount: expected 1 to %d, got %s", MaxAmount, amount.Amount)
	}
	return nil
}

// checkChain checks that the codes of a chain are long enough for it: else who hashes on and on finds them for less than
// the units are worth. Package voucher has the reckoning.
func checkChain(digits uint32, length uint64) error {
	err := checkNumbers(
		number{"digits", uint64(digits), voucher.MinDigits, voucher.MaxDigits},
		number{"length", length, 1, voucher.MaxLength},
	)
	if err != nil {
		return err
	}
	if least := voucher.LeastDigits(int(length)); int(digits) < least { //nolint:gosec // both checked
		return ErrTooFewDigits.Wrapf("digits: expected at least %d for %d links, got %d", least, length, digits)
	}
	return nil
}

// checkCode is ErrInvalidCode unless the text is a code of as many digits.
func checkCode(field, text string, digits uint32) error {
	code, err := voucher.Parse(text)
	if err != nil {
		return ErrInvalidCode.Wrapf("%s: %s", field, err)
	}
	if uint32(code.Digits()) != digits { //nolint:gosec // at most 30
		return ErrInvalidCode.Wrapf("%s: expected %d digits, got %d", field, digits, code.Digits())
	}
	return nil
}
