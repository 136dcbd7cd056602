package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/pages"
)

// Each field has its column of the stored form, which a change of the code must keep.
func TestRecordsAreRows(t *testing.T) {
	checkRow(t, keeper.SeatForm, types.Seat{
		FromEpoch: 1, ToEpoch: 2, StaticWeight: 3, PreviousWeight: 4, WeightFromEpoch: 5,
	}, 1, 2, 3, 4, 5)
	checkRow(t, keeper.WalletForm, types.Wallet{
		Prepaid: 1, CarryMilli: 2, CarryWh: -2, FromCommunityWh: 4, ToCommunityWh: 5, FromGridWh: 6, ToGridWh: 7,
		Charged: 8, Credited: 9, MaxPricePerKwh: 10,
	}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	checkRow(t, keeper.IntervalForm, types.Interval{
		ImportWh: 1, ExportWh: 2, WithheldWh: 3, CarriedWh: 2, SharedWh: 5, StaticWeight: 6, WeightBefore: 7,
	}, 1, 2, 3, 4, 5, 6, 7)
	checkRow(t, keeper.PrefixForm, types.Prefix{SupplyWh: 1, DemandWh: 2, Weight: 3, GivenWh: 4, TakenWh: 5}, 1, 2, 3, 4, 5)
}

func checkRow[V any](t *testing.T, form pages.Record[V], record V, want ...uint64) {
	t.Helper()
	row := make([]uint64, form.Columns)
	form.Encode(record, row)
	require.Equal(t, want, row)
	require.Equal(t, record, form.Decode(row))
}
