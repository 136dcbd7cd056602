package meterdata

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// maxNumber bounds the text of a number, and maxExponent its power of ten, so that no input makes huge integers.
const (
	maxNumber   = 64
	maxExponent = 64
)

// Scaled returns mantissa · 10^exponent Wh or litres: kWh and m3 add 3 to the exponent. A part of the value below 1/Scale is cut
// off; it is less than 3 · 10^-13 of a unit, and a cumulative register can only lag behind by it once.
func Scaled(mantissa uint64, exponent int) (Quantity, error) {
	return scaled(new(big.Int).SetUint64(mantissa), exponent)
}

// ParseScaled reads a decimal number, such as 427.708 or 4.27708e2, times 10^exponent Wh or litres, and cuts off as Scaled does.
func ParseScaled(text string, exponent int) (Quantity, error) {
	wrong := fmt.Errorf("expected a number such as 427.708, got %.80q", text)
	if len(text) > maxNumber {
		return Quantity{}, wrong
	}
	digits, power, scientific := strings.Cut(strings.ToLower(text), "e")
	if scientific {
		shift, err := strconv.Atoi(power)
		if err != nil || shift > maxExponent || shift < -maxExponent {
			return Quantity{}, wrong
		}
		exponent += shift
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return Quantity{}, wrong
	}
	mantissa, _ := new(big.Int).SetString(digits, 10)
	return scaled(mantissa, exponent-len(fraction))
}

func scaled(mantissa *big.Int, exponent int) (Quantity, error) {
	if mantissa.Sign() == 0 {
		return Quantity{}, nil
	}
	if exponent > maxExponent {
		return Quantity{}, ErrTooLarge
	}
	scale := new(big.Int).SetUint64(Scale)
	parts := new(big.Int).Mul(mantissa, scale)
	if exponent >= 0 {
		parts.Mul(parts, powerOfTen(exponent))
	} else {
		parts.Quo(parts, powerOfTen(-exponent))
	}
	whole, part := parts.QuoRem(parts, scale, new(big.Int))
	if !whole.IsUint64() {
		return Quantity{}, ErrTooLarge
	}
	return Quantity{Whole: whole.Uint64(), Part: part.Uint64()}, nil
}

func powerOfTen(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}
