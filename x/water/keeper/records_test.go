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
			continue // a record, whose fields follow
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
		Persons: 1, LifelineLast: 2, WaterLast: 3, RefundLast: 4, LifelineLitres: 5, OverdraftLitres: 6, DebtLitres: 7, BoughtLitres: 8,
		DailyUseMl: 9, SpentLitres: 10, ConsumedLitres: 11,
		Subscription:     types.Subscription{FirstPeriod: 12, LastPeriod: 13, Persons: 14, FeePerPerson: 15},
		NextSubscription: types.Subscription{FirstPeriod: 16, LastPeriod: 17, Persons: 18, FeePerPerson: 19}, Begun: true,
	}, Trades: true}, row)
	require.Equal(t, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 0b00010001}, row)
	state.HoldingForm.Encode(state.Holding{Holding: types.Holding{Measured: true}, Bounded: true, Renews: true, Buys: true, Sells: true, Open: true}, row)
	require.Equal(t, append(make([]uint64, 19), 0b11101110), row)
}
