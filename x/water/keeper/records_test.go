package keeper_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

// Each field of a holding has a place of its own in the row.
func TestHoldingsAreRows(t *testing.T) {
	fields := reflect.TypeFor[types.Holding]().NumField()
	for i := range fields {
		var h types.Holding
		switch field := reflect.ValueOf(&h).Elem().Field(i); field.Kind() {
		case reflect.Bool:
			field.SetBool(true)
		default:
			field.SetUint(^uint64(0))
		}
		row := make([]uint64, keeper.HoldingForm.Columns)
		keeper.HoldingForm.Encode(h, row)
		require.Equal(t, h, keeper.HoldingForm.Decode(row), reflect.TypeFor[types.Holding]().Field(i).Name)
	}
}

// The columns and flags are the stored form, which a change of the code must keep.
func TestTheRowOfAHoldingStays(t *testing.T) {
	row := make([]uint64, keeper.HoldingForm.Columns)
	keeper.HoldingForm.Encode(types.Holding{
		Period: 1, Persons: 2, NextPeriod: 3, NextPersons: 4, WaterLast: 5, LifelineLast: 6, LifelineLitres: 7,
		OverdraftLitres: 8, DailyUseMl: 9, SpentLitres: 10, ConsumedLitres: 11, Measured: true, Trades: true,
	}, row)
	require.Equal(t, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0b00101}, row)
	keeper.HoldingForm.Encode(types.Holding{Guarded: true, Buys: true, Sells: true}, row)
	require.Equal(t, []uint64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0b11010}, row)
}
