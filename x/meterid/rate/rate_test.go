package rate_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/meterid/rate"
	"github.com/utilityd/utilityd/x/meterid/register"
)

func TestMaxAndNext(t *testing.T) {
	ten := rate.Of(100, register.Form{Numerator: 10, Denominator: 1})
	for _, tc := range []struct {
		name                   string
		limit                  rate.Limit
		ahead, seconds, amount uint64
		wantMax, wantNext      uint64
	}{
		{"a step at once", ten, 0, 0, 10, 10, 36_000},
		{"nothing more at once", ten, 36_000, 0, 0, 0, 36_000},
		{"the next step after its time", ten, 36_000, 360, 10, 10, 36_000},
		{"a second earlier it is not plausible", ten, 36_000, 359, 10, 9, 36_000},
		{"a rest saves nothing up", ten, 0, 86_400, 0, 2_410, 0},
		{"half of what is allowed", ten, 0, 3_600, 105, 110, 18_000},
		{"an attested amount above the rate", ten, 0, 3_600, 1_000_000, 110, 36_000},
		{"more than the burst counts as the burst", ten, math.MaxUint64, 360, 0, 10, 0},
		{"steps of 1.4 Wh are rounded by up to 0.8 Wh more", rate.Of(0, register.Form{Numerator: 7, Denominator: 5}), 0, 0, 2, 2, 7_200},
		{"no number is too large", rate.Limit{PerHour: math.MaxUint64, Burst: 3_600}, 0, math.MaxUint64, 1 << 40, math.MaxUint64, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.wantMax, tc.limit.Max(tc.ahead, tc.seconds))
			require.Equal(t, tc.wantNext, tc.limit.Next(tc.ahead, tc.seconds, tc.amount))
		})
	}
}

// slow compares all spans between two readings with the promise, in numbers of any length.
type slow struct {
	times, amounts []uint64
}

// max returns the largest amount that keeps the promise for every span that ends with it, Wh.
func (s slow) max(l rate.Limit, now uint64) *big.Int {
	var lowest *big.Int
	sum := new(big.Int)
	for i := len(s.times) - 1; i >= 0; i-- {
		span := new(big.Int).SetUint64(now - s.times[i])
		room := span.Mul(span, new(big.Int).SetUint64(l.PerHour))
		room.Add(room, new(big.Int).SetUint64(l.Burst))
		room.Sub(room, new(big.Int).Mul(sum, big.NewInt(3_600)))
		room.Quo(room, big.NewInt(3_600)) // never below 0: what was plausible kept the promise
		if lowest == nil || room.Cmp(lowest) < 0 {
			lowest = room
		}
		sum.Add(sum, new(big.Int).SetUint64(s.amounts[i]))
	}
	return lowest
}

func TestNoSpanIsCreditedMoreThanItsRateAndTheBurst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := register.Form{
			Numerator: rapid.Uint64Range(1, 20_000).Draw(t, "numerator"), Denominator: rapid.Uint64Range(1, 1_000).Draw(t, "denominator"),
		}
		limit, ahead := rate.Of(rapid.Uint64Range(1, 50_000).Draw(t, "rate"), form), uint64(0)
		twin := slow{times: []uint64{0}, amounts: []uint64{0}}
		for range rapid.IntRange(1, 60).Draw(t, "readings") {
			last := twin.times[len(twin.times)-1]
			seconds := rapid.Uint64Range(0, 2_000).Draw(t, "seconds")
			top := limit.Max(ahead, seconds)
			require.Equal(t, twin.max(limit, last+seconds).String(), fmt.Sprint(top))
			amount := rapid.Uint64Range(0, top).Draw(t, "amount")
			ahead = limit.Next(ahead, seconds, amount)
			require.LessOrEqual(t, ahead, limit.Burst)
			twin.times, twin.amounts = append(twin.times, last+seconds), append(twin.amounts, amount)
		}
	})
}

// A device that measures at its rate at most is plausible whenever it is read, although its register shows whole steps only.
func TestADeviceWithinItsRateIsAlwaysPlausible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := register.Form{
			Numerator: rapid.Uint64Range(1, 20_000).Draw(t, "numerator"), Denominator: rapid.Uint64Range(1, 1_000).Draw(t, "denominator"),
		}
		perHour := rapid.Uint64Range(1, 50_000).Draw(t, "rate")
		limit, ahead, shown := rate.Of(perHour, form), uint64(0), uint64(0)
		flow := uint64(0) // in 1/(3600·Denominator) Wh
		for range rapid.IntRange(1, 60).Draw(t, "readings") {
			seconds := rapid.Uint64Range(0, 2_000).Draw(t, "seconds")
			flow += rapid.Uint64Range(0, perHour*seconds*form.Denominator).Draw(t, "flow")
			steps := flow / (3_600 * form.Numerator)
			before := form.Total(register.Base{}, shown)
			amount := form.Total(register.Base{}, steps) - before
			require.LessOrEqual(t, amount, limit.Max(ahead, seconds))
			ahead, shown = limit.Next(ahead, seconds, amount), steps
		}
	})
}

func FuzzNext(f *testing.F) {
	f.Add(uint64(100), uint64(36_000), uint64(0), uint64(360), uint64(10))
	f.Fuzz(func(t *testing.T, perHour, burst, ahead, seconds, amount uint64) {
		limit := rate.Limit{PerHour: perHour, Burst: burst}
		next := limit.Next(ahead, seconds, amount)
		require.LessOrEqual(t, next, burst)
		if limit.Max(ahead, seconds) >= amount && amount == 0 {
			require.LessOrEqual(t, next, min(ahead, burst))
		}
	})
}

func Example() {
	limit := rate.Of(100, register.Form{Numerator: 10, Denominator: 1})
	ahead := limit.Next(0, 0, 10)
	fmt.Println(limit.Max(ahead, 359), limit.Max(ahead, 360))
	// Output: 9 10
}
