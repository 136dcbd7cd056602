package meterdata_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

func TestStepsRoundTheRunningSumDown(t *testing.T) {
	half := meterdata.Quantity{Whole: 300, Part: meterdata.Scale / 5 * 2} // 300.4 Wh
	steps, rest, err := half.Steps(meterdata.Rest{}, 1, 1)
	require.NoError(t, err)
	require.EqualValues(t, 300, steps)
	steps, rest, err = half.Steps(rest, 1, 1)
	require.NoError(t, err)
	require.EqualValues(t, 300, steps, "300.4 and 300.4 make 600.8")
	steps, _, err = half.Steps(rest, 1, 1)
	require.NoError(t, err)
	require.EqualValues(t, 301, steps, "a third one makes 901.2")
}

func TestStepsOfAnythingAgreeWithBigIntegers(t *testing.T) {
	check := func(whole, part, restHi, restLo, numerator, denominator uint64) {
		q := meterdata.Quantity{Whole: whole, Part: part % meterdata.Scale}
		numerator, denominator = max(numerator, 1), max(denominator, 1)
		size := new(big.Int).Mul(num(meterdata.Scale), num(numerator))
		held := new(big.Int).Add(new(big.Int).Lsh(num(restHi), 64), num(restLo))
		held.Mod(held, size)
		rest := meterdata.Rest{Hi: new(big.Int).Rsh(held, 64).Uint64(), Lo: new(big.Int).And(held, num(math.MaxUint64)).Uint64()}
		parts := new(big.Int).Mul(num(q.Whole), num(meterdata.Scale))
		parts.Add(parts, num(q.Part)).Mul(parts, num(denominator)).Add(parts, held)
		want, left := new(big.Int).QuoRem(parts, size, new(big.Int))
		got, gotLeft, err := q.Steps(rest, numerator, denominator)
		if !want.IsUint64() {
			require.ErrorIs(t, err, meterdata.ErrTooLarge)
			return
		}
		require.NoError(t, err)
		require.Equal(t, want.Uint64(), got, "%d %d %d %d/%d", whole, part, rest, numerator, denominator)
		require.Zero(t, left.Cmp(new(big.Int).Add(new(big.Int).Lsh(num(gotLeft.Hi), 64), num(gotLeft.Lo))))
	}
	edge := []uint64{0, 1, 2, 3_599, meterdata.Scale - 1, meterdata.Scale, math.MaxUint32, math.MaxUint64 - 1, math.MaxUint64}
	for _, a := range edge {
		for _, b := range edge {
			for _, c := range edge {
				for _, d := range edge {
					check(a, b, c, d, d%1_000_003, a^c)
					check(a, b, c, d, c, b%1_000)
				}
			}
		}
	}
}

func num(v uint64) *big.Int { return new(big.Int).SetUint64(v) }

func TestQuantitiesAddUpExactly(t *testing.T) {
	third := meterdata.Quantity{Part: meterdata.Scale / 3}
	sum, err := third.Plus(third)
	require.NoError(t, err)
	sum, err = sum.Plus(third)
	require.NoError(t, err)
	require.Equal(t, meterdata.Of(1), sum)
	require.Equal(t, third, sum.Minus(third).Minus(third))
	require.True(t, third.Less(sum))
	_, err = meterdata.Of(math.MaxUint64).Plus(meterdata.Of(1))
	require.ErrorIs(t, err, meterdata.ErrTooLarge)
}
