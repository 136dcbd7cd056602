package types

import (
	"github.com/utilityd/utilityd/x/generator/voucher"
	"github.com/utilityd/utilityd/x/internal/check"
)

// Checks of single fields, which messages and genesis share.

func checkGeneratorNumber(id uint64) error { return check.Min("generator", id, FirstNumber) }

// checkDayEnd checks that a time is the end of a day (UTC), or 0.
func checkDayEnd(field string, at int64) error {
	if at%SecondsPerDay != 0 {
		return check.Invalid("%s: expected the end of a day, got %d", field, at)
	}
	return nil
}

// checkChain checks that the codes of a chain are long enough for it: otherwise finding them by hashing costs less than
// the units are worth. Package voucher has the calculation.
func checkChain(digits uint32, length uint64) error {
	err := check.All(
		check.Range("digits", uint64(digits), voucher.MinDigits, voucher.MaxDigits),
		check.Range("length", length, 1, voucher.MaxLength),
	)
	if err != nil {
		return err
	}
	if minDigits := voucher.MinDigitsFor(int(length)); int(digits) < minDigits { //nolint:gosec // both checked
		return ErrTooFewDigits.Wrapf("digits: expected at least %d for %d links, got %d", minDigits, length, digits)
	}
	return nil
}

// checkCode returns ErrInvalidCode unless the text is a code of that many digits.
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
