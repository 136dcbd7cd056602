package register_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/meterid/register"
)

func TestSteps(t *testing.T) {
	tests := []struct {
		name     string
		digits   uint32
		from, to uint64

		wantSteps uint64
		wantBack  bool
	}{
		{name: "a register counts on", digits: 0, from: 7, to: 12, wantSteps: 5},
		{name: "a register of 64 bits goes to its end", digits: 0, from: 0, to: math.MaxUint64, wantSteps: math.MaxUint64},
		{name: "a register without digits that goes back has no steps", digits: 0, from: 12, to: 7, wantBack: true},
		{name: "a register of 6 digits wraps at a million", digits: 6, from: 999_990, to: 0, wantSteps: 10, wantBack: true},
		{name: "a register of 6 digits that stands still takes no step", digits: 6, from: 999_999, to: 999_999},
		{name: "a register of 6 digits that runs back by 30 would have wrapped", digits: 6, from: 12_640, to: 12_610, wantSteps: 999_970, wantBack: true},
		{name: "a register of one digit wraps at ten", digits: 1, from: 9, to: 8, wantSteps: 9, wantBack: true},
		{name: "a register of 19 digits wraps at the last power of ten", digits: 19, from: 1e19 - 1, to: 1e19 - 2, wantSteps: 1e19 - 1, wantBack: true},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			form := register.Form{Numerator: 1, Denominator: 1, Digits: tc.digits}
			require.True(t, form.Holds(tc.from) && form.Holds(tc.to))
			steps, back := form.Steps(tc.from, tc.to)
			require.Equal(t, tc.wantSteps, steps)
			require.Equal(t, tc.wantBack, back)
		})
	}
}

func TestDigitsHold(t *testing.T) {
	tests := []struct {
		name   string
		digits uint32
		value  uint64

		want bool
	}{
		{name: "no digits hold everything", digits: 0, value: math.MaxUint64, want: true},
		{name: "one digit holds nine", digits: 1, value: 9, want: true},
		{name: "one digit does not hold ten", digits: 1, value: 10},
		{name: "six digits hold 999,999", digits: 6, value: 999_999, want: true},
		{name: "six digits do not hold a million", digits: 6, value: 1_000_000},
		{name: "nineteen digits do not hold 10^19", digits: 19, value: 1e19},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, register.Form{Numerator: 1, Denominator: 1, Digits: tc.digits}.Holds(tc.value))
		})
	}
}

func TestAmount(t *testing.T) {
	tests := []struct {
		name        string
		form        register.Form
		base        register.Base
		from, steps uint64

		want    uint64
		wantErr error
	}{
		{
			name: "a step of 1 Wh is 1 Wh", form: register.Form{Numerator: 1, Denominator: 1},
			from: 5, steps: 7, want: 7,
		},
		{
			name: "a step of 1,000 litres is 1,000 litres", form: register.Form{Numerator: 1_000, Denominator: 1},
			from: 5, steps: 7, want: 7_000,
		},
		{
			name: "nine steps of 0.1 Wh from zero are not yet 1 Wh", form: register.Form{Numerator: 1, Denominator: 10},
			from: 0, steps: 9, want: 0,
		},
		{
			name: "the tenth step completes it", form: register.Form{Numerator: 1, Denominator: 10},
			from: 9, steps: 1, want: 1,
		},
		{
			name: "a phase counts like steps", form: register.Form{Numerator: 1, Denominator: 10},
			base: register.Base{Phase: 9}, from: 0, steps: 1, want: 1,
		},
		{
			name: "a thousand US gallons are 3,785 litres", form: register.Form{Numerator: 473_176_473, Denominator: 125_000_000},
			from: 0, steps: 1_000, want: 3_785,
		},
		{
			name: "the third thousand has the litre that the first two left over", form: register.Form{Numerator: 473_176_473, Denominator: 125_000_000},
			from: 2_000, steps: 1_000, want: 3_786,
		},
		{
			name: "the product may need more than 64 bits", form: register.Form{Numerator: 1e9, Denominator: 1e9},
			from: 3, steps: math.MaxUint64 - 3, want: math.MaxUint64 - 3,
		},
		{
			name: "an amount that needs more than 64 bits is an error", form: register.Form{Numerator: 2, Denominator: 1},
			from: 0, steps: 1 << 63, wantErr: exact.ErrOverflow,
		},
		{
			name: "so is one of fractions", form: register.Form{Numerator: 3, Denominator: 2},
			from: 0, steps: math.MaxUint64, wantErr: exact.ErrOverflow,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.form.Amount(tc.base, tc.from, tc.steps)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestARegisterStartsAnew(t *testing.T) {
	tenths := register.Form{Numerator: 1, Denominator: 10, Digits: 3}
	tests := []struct {
		name string
		form register.Form
		base register.Base

		wrap             bool // else rebased from closing to opening
		closing, opening uint64

		want register.Base
	}{
		{
			name: "a wrap of whole units moves them to the offset", form: register.Form{Numerator: 1, Denominator: 1, Digits: 6},
			wrap: true, want: register.Base{Offset: 1_000_000},
		},
		{
			name: "a wrap of tenths keeps the part", form: tenths, base: register.Base{Phase: 7, Offset: 5},
			wrap: true, want: register.Base{Phase: 7, Offset: 105},
		},
		{
			name: "a wrap of thirds leaves a part", form: register.Form{Numerator: 1, Denominator: 3, Digits: 1},
			wrap: true, want: register.Base{Phase: 1, Offset: 3},
		},
		{
			name: "a reset to 0 keeps all that was counted", form: tenths,
			closing: 256, opening: 0, want: register.Base{Phase: 6, Offset: 25},
		},
		{
			name: "a new value above the old one takes from the offset, modulo 2^64", form: tenths,
			closing: 10, opening: 25, want: register.Base{Phase: 5, Offset: math.MaxUint64 - 1},
		},
		{
			name: "the same value changes nothing", form: tenths, base: register.Base{Phase: 3, Offset: 9},
			closing: 123, opening: 123, want: register.Base{Phase: 3, Offset: 9},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if tc.wrap {
				require.Equal(t, tc.want, tc.form.Wrapped(tc.base))
				return
			}
			got := tc.form.Rebased(tc.base, tc.closing, tc.opening)
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.form.Total(tc.base, tc.closing), tc.form.Total(got, tc.opening))
		})
	}
}
