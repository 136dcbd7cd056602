package keeper_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Each field of a holding has a place of its own in the row.
func TestHoldingsAreRows(t *testing.T) {
	fields := reflect.VisibleFields(reflect.TypeFor[state.Holding]())
	for _, f := range fields {
		var h state.Holding
		switch field := reflect.ValueOf(&h).Elem().FieldByIndex(f.Index); field.Kind() {
		case reflect.Struct:
			continue // the embedded record, whose fields follow
		case reflect.Bool:
			field.SetBool(true)
		default:
			field.SetUint(^uint64(0))
		}
		row := make([]uint64, state.HoldingForm.Columns)
		state.HoldingForm.Encode(h, row)
		require.Equal(t, h, state.HoldingForm.Decode(row), f.Name)
	}
}

// The columns and flags are the stored form, which a change of the code must keep.
func TestTheRowOfAHoldingStays(t *testing.T) {
	row := make([]uint64, state.HoldingForm.Columns)
	state.HoldingForm.Encode(state.Holding{Holding: types.Holding{
		Period: 1, Persons: 2, NextPeriod: 3, NextPersons: 4, WaterLast: 5, LifelineLast: 6, LifelineLitres: 7,
		OverdraftLitres: 8, DailyUseMl: 9, SpentLitres: 10, ConsumedLitres: 11, Measured: true,
		BoughtLitres: 12,
	}, Trades: true}, row)
	require.Equal(t, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0b00101, 12}, row)
	state.HoldingForm.Encode(state.Holding{Guarded: true, Buys: true, Sells: true}, row)
	require.Equal(t, []uint64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0b11010, 0}, row)
}
