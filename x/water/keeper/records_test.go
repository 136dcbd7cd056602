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
