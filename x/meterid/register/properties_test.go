package register_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/exact"
	"github.com/utilityd/utilityd/x/meterid/register"
)

const maxUnit = 1_000_000_000

var forms = rapid.Custom(func(t *rapid.T) register.Form {
	return register.Form{
		Numerator:   rapid.Uint64Range(1, maxUnit).Draw(t, "numerator"),
		Denominator: rapid.Uint64Range(1, maxUnit).Draw(t, "denominator"),
		Digits:      rapid.Uint32Range(0, register.MaxDigits).Draw(t, "digits"),
	}
})

// values draws what a register of the form can show.
func values(form register.Form) *rapid.Generator[uint64] {
	if form.Digits == 0 {
		return rapid.Uint64()
	}
	return rapid.Map(rapid.Uint64(), func(v uint64) uint64 {
		return new(big.Int).Mod(wide(v), newSlow(form, 0).modulus()).Uint64()
	})
}

func TestAmountsOfAnySequenceAddUpToTheFloorOfTheWholeAdvance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := forms.Draw(t, "form")
		value, base := values(form).Draw(t, "opening"), register.Base{}
		twin := newSlow(form, value)
		opened, sum := twin.total(), new(big.Int)
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				require.Equal(t, new(big.Int).Sub(twin.total(), opened).String(), sum.String(), "the sum of the amounts")
				require.Equal(t, low(twin.total()), form.Total(base, value), "the total")
				require.Equal(t, twin.value, value)
				require.Less(t, base.Phase, form.Denominator)
				require.True(t, form.Holds(value))
			},
			"advance": func(t *rapid.T) {
				to := values(form).Draw(t, "to")
				steps, back := form.Steps(value, to)
				require.Equal(t, to < value, back)
				if back && form.Digits == 0 {
					require.Zero(t, steps)
					return
				}
				amount, err := form.Amount(base, value, steps)
				before := twin.total()
				twin.advance(steps)
				want := new(big.Int).Sub(twin.total(), before)
				if !want.IsUint64() {
					require.ErrorIs(t, err, exact.ErrOverflow)
				} else {
					require.NoError(t, err)
					require.Equal(t, want.Uint64(), amount)
				}
				if back {
					base = form.Wrapped(base)
				}
				sum.Add(sum, want)
				value = to
			},
			"rebase": func(t *rapid.T) {
				opening := values(form).Draw(t, "opening")
				base = form.Rebased(base, value, opening)
				twin.rebase(opening)
				value = opening
			},
		})
	})
}

func TestARegisterThatNeverStartedAnewHasNoBase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := forms.Draw(t, "form")
		value := values(form).Draw(t, "value")
		require.Zero(t, form.Rebased(register.Base{}, value, value))
	})
}

func FuzzRegister(f *testing.F) {
	f.Add(uint64(473_176_473), uint64(125_000_000), uint32(6), uint64(999_990), uint64(5), uint64(123))
	f.Add(uint64(1), uint64(10), uint32(0), uint64(math.MaxUint64), uint64(0), uint64(7))
	f.Fuzz(func(t *testing.T, numerator, denominator uint64, digits uint32, from, to, opening uint64) {
		form := register.Form{
			Numerator: 1 + numerator%maxUnit, Denominator: 1 + denominator%maxUnit, Digits: digits % (register.MaxDigits + 1),
		}
		if !form.Holds(from) || !form.Holds(to) || !form.Holds(opening) {
			t.Skip("no register of so few digits shows these")
		}
		twin, base := newSlow(form, from), register.Base{}
		steps, back := form.Steps(from, to)
		if back && form.Digits == 0 {
			t.Skip("a register without digits does not wrap")
		}
		before := twin.total()
		twin.advance(steps)
		want := new(big.Int).Sub(twin.total(), before)
		amount, err := form.Amount(base, from, steps)
		require.Equal(t, !want.IsUint64(), err != nil)
		if err == nil {
			require.Equal(t, want.Uint64(), amount)
		}
		if back {
			base = form.Wrapped(base)
		}
		require.Equal(t, low(twin.total()), form.Total(base, to))
		require.Equal(t, low(twin.total()), form.Total(form.Rebased(base, to, opening), opening))
	})
}
