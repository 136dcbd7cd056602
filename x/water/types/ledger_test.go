package types_test

import (
	"math"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// fill gives every number of a record another value, and every yes or no a yes.
func fill(v reflect.Value, next *uint64) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), next)
		}
	case reflect.Uint64:
		*next++
		v.SetUint(*next)
	case reflect.Int64:
		*next++
		v.SetInt(-int64(*next)) //nolint:gosec // small
	case reflect.Bool:
		v.SetBool(true)
	}
}

// No field is lost between the store and the pure package.
func TestValuesComeBack(t *testing.T) {
	var next uint64
	var water ledger.Ledger
	fill(reflect.ValueOf(&water).Elem(), &next)
	water.Refund.Weight = 0 // is not kept
	stored := types.Ledger{Area: 7, MintedDay: 8, MintedDayLitres: 9}.With(water)
	require.Equal(t, water, stored.Value())
	require.Equal(t, []uint64{7, 8, 9}, []uint64{stored.Area, stored.MintedDay, stored.MintedDayLitres})
	require.Equal(t, water.Module(), stored.ModuleLitres())

	var household ledger.Account
	fill(reflect.ValueOf(&household).Elem(), &next)
	household.Offered = 0 // is in the book
	holding := types.Holding{}.With(household)
	require.Equal(t, household, holding.Value(household.Balance))

	require.Equal(t, ledger.Mark{Water: 1, Refund: 2}, types.Period{WaterMark: 1, RefundMark: 2}.Mark())
	require.Equal(t, ledger.Terms{Lifeline: 50, CapDays: 3, ReserveDays: 7}, terms().Lifeline())
}

func TestMintedToday(t *testing.T) {
	l := types.Ledger{}.MintedOn(86_399, 5).MintedOn(86_400, 6).MintedOn(172_799, 1)
	require.Equal(t, uint64(7), l.MintedToday(100_000))
	require.Zero(t, l.MintedToday(86_399), "yesterday is over")
	require.Zero(t, l.MintedToday(172_800), "tomorrow nothing was minted yet")
	require.Equal(t, uint64(math.MaxUint64), l.MintedOn(100_000, math.MaxUint64).MintedToday(100_000))
}
