package meterdata_test

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

func TestCellsAreReadAsQuantities(t *testing.T) {
	tests := []struct {
		name               string
		cell               string
		decimal, thousands byte
		unit               meterdata.Unit

		want    string
		signs   string // decimal sign and thousands separator that are known afterwards
		wantErr string
	}{
		{name: "a whole number", cell: "300", unit: meterdata.WattHour, want: "300"},
		{name: "a sign in front", cell: "+300", unit: meterdata.WattHour, want: "300"},
		{name: "zeros in front", cell: "000427.708", decimal: '.', unit: meterdata.KilowattHour, want: "427708", signs: "."},
		{name: "nothing before the point", cell: ".5", decimal: '.', unit: meterdata.WattHour, want: "0.5", signs: "."},
		{name: "nothing behind the point", cell: "5.", decimal: '.', unit: meterdata.WattHour, want: "5", signs: "."},
		{name: "an exponent", cell: "3e2", unit: meterdata.WattHour, want: "300"},
		{name: "an exponent below zero", cell: "3,5E-1", unit: meterdata.KilowattHour, want: "350", signs: ","},
		{name: "zero as Java prints it", cell: "0E-20", unit: meterdata.KilowattHour, want: "0"},
		{name: "an exponent far below a part", cell: "9e-999", unit: meterdata.MegawattHour, want: "0"},
		{name: "a negative zero", cell: "-0.00", decimal: '.', unit: meterdata.WattHour, want: "0", signs: "."},
		{name: "a float that was not rounded", cell: "0.30000000000000004", decimal: '.', unit: meterdata.KilowattHour, want: "300", signs: "."},
		{name: "a third of a part is cut off", cell: "0.000000000001", decimal: '.', unit: meterdata.WattHour, want: "0.000000000000…", signs: "."},
		{name: "a US gallon", cell: "1", unit: meterdata.Gallon, want: "3.785411784"},
		{name: "an imperial gallon", cell: "1", unit: meterdata.ImperialGallon, want: "4.54609"},
		{name: "a cubic foot", cell: "1", unit: meterdata.CubicFoot, want: "28.316846592"},
		{name: "a cubic metre", cell: "0.001", decimal: '.', unit: meterdata.CubicMetre, want: "1", signs: "."},
		{name: "a MWh", cell: "1.5", decimal: '.', unit: meterdata.MegawattHour, want: "1500000", signs: "."},

		{name: "a comma with one digit behind it is decimal", cell: "300,4", unit: meterdata.WattHour, want: "300.4", signs: ","},
		{name: "a point with one digit behind it is decimal", cell: "300.4", unit: meterdata.WattHour, want: "300.4", signs: "."},
		{name: "three digits behind a zero are decimal", cell: "0,125", unit: meterdata.KilowattHour, want: "125", signs: ","},
		{name: "three digits behind four are decimal", cell: "1234.567", unit: meterdata.KilowattHour, want: "1234567", signs: "."},
		{
			name: "three digits behind three can be anything", cell: "1.234", unit: meterdata.WattHour,
			wantErr: "expected an unambiguous number (--decimal . or --decimal ,)",
		},
		{name: "the later of two signs is decimal", cell: "1.234,5", unit: meterdata.WattHour, want: "1234.5", signs: ",."},
		{name: "a sign that comes twice is none", cell: "1,234,567", unit: meterdata.WattHour, want: "1234567", signs: ".,"},
		{name: "a known decimal comma", cell: "1,234", decimal: ',', unit: meterdata.KilowattHour, want: "1234", signs: ","},
		{name: "known thousands", cell: "1.234", decimal: ',', thousands: '.', unit: meterdata.WattHour, want: "1234", signs: ",."},
		{
			name: "a sign that is not the known one", cell: "1,234", decimal: '.', unit: meterdata.WattHour,
			wantErr: "expected a number with the decimal sign of this input (--decimal, --thousands)",
		},
		{name: "blanks between thousands", cell: "1 234\u00a0567", unit: meterdata.WattHour, want: "1234567"},
		{name: "apostrophes between thousands", cell: "1'485.25", unit: meterdata.WattHour, want: "1485.25", signs: "."},
		{name: "a group of two digits", cell: "1 23", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "a group of four digits", cell: "1 2345", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "groups behind the point", cell: "1.234 567", decimal: '.', unit: meterdata.WattHour, wantErr: "expected a number"},

		{name: "nothing", cell: "", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "a dash", cell: "-", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "no number", cell: "NaN", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "an entity that is away", cell: "unavailable", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "two signs", cell: "--5", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "an exponent without digits", cell: "5e", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "a number and its unit", cell: "5 kWh", unit: meterdata.WattHour, wantErr: "expected a number"},
		{name: "a negative number", cell: "-5", unit: meterdata.WattHour, wantErr: "expected 0 or more"},
		{name: "more than 64 bits", cell: "18446744073709551616", unit: meterdata.WattHour, wantErr: "too large"},
		{name: "more than 64 bits of Wh", cell: "18446744073709552", unit: meterdata.KilowattHour, wantErr: "too large"},
		{name: "an exponent beyond 64 bits", cell: "1e20", unit: meterdata.WattHour, wantErr: "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, signs, err := meterdata.ReadNumber(tt.cell, tt.decimal, tt.thousands, meterdata.Parts(tt.unit), 0)
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, got.String())
			require.Equal(t, tt.signs, signs)
		})
	}
}

// slowQuantity is the number as a fraction of big integers, cut off below a part.
func slowQuantity(text string, parts uint64) (*big.Int, bool) {
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, false
	}
	value.Mul(value, new(big.Rat).SetInt(num(parts)))
	return new(big.Int).Quo(value.Num(), value.Denom()), true
}

func partsOf(q meterdata.Quantity) *big.Int {
	parts := new(big.Int).Mul(num(q.Whole), num(meterdata.Scale))
	return parts.Add(parts, num(q.Part))
}

// TestNumbersAgreeWithFractions compares with big fractions; numbers of up to 19 decimals are exact but for the last part.
func TestNumbersAgreeWithFractions(t *testing.T) {
	units := []meterdata.Unit{meterdata.WattHour, meterdata.KilowattHour, meterdata.MegawattHour, meterdata.Gallon, meterdata.CubicFoot}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{1,22}(\.[0-9]{0,19})?(e-?[0-9]{1,2})?`).Draw(t, "text")
		parts := meterdata.Parts(rapid.SampledFrom(units).Draw(t, "unit"))
		want, ok := slowQuantity(text, parts)
		require.True(t, ok, text)
		got, _, err := meterdata.ReadNumber(text, '.', 0, parts, 0)
		limit := new(big.Int).Mul(new(big.Int).Lsh(big.NewInt(1), 64), num(meterdata.Scale))
		if want.Cmp(limit) >= 0 {
			require.ErrorIs(t, err, meterdata.ErrTooLarge, text)
			return
		}
		require.NoError(t, err, text)
		// Digits beyond the nineteenth decimal weigh less than a part, so that at most one part is missing.
		missing := new(big.Int).Sub(want, partsOf(got))
		require.True(t, missing.Sign() == 0 || missing.Cmp(big.NewInt(1)) == 0, "%s: want %s parts, got %s", text, want, partsOf(got))
	})
}

// TestGroupedNumbersAreThoseWithoutGroups writes a number in the ways of several countries.
func TestGroupedNumbersAreThoseWithoutGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, fraction := rapid.Uint64Range(0, 1<<40).Draw(t, "whole"), rapid.StringMatching(`[0-9]{1,9}`).Draw(t, "fraction")
		style := rapid.SampledFrom([]struct{ decimal, thousands string }{{".", ","}, {",", "."}, {",", " "}, {".", "'"}, {",", "\u202f"}}).Draw(t, "style")
		text := grouped(strconv.FormatUint(whole, 10), style.thousands) + style.decimal + fraction
		var thousands byte
		if strings.Contains(".,", style.thousands) {
			thousands = style.thousands[0]
		}
		got, _, err := meterdata.ReadNumber(text, style.decimal[0], thousands, meterdata.Scale, 0)
		require.NoError(t, err, text)
		want, _, err := meterdata.ReadNumber(strconv.FormatUint(whole, 10)+"."+fraction, '.', 0, meterdata.Scale, 0)
		require.NoError(t, err)
		require.Equal(t, want, got, text)
	})
}

func grouped(digits, separator string) string {
	if len(digits) <= 3 {
		return digits
	}
	return grouped(digits[:len(digits)-3], separator) + separator + digits[len(digits)-3:]
}
