package app_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// newBasin is the world of testdata/basin.txt, a day into the first period.
func newBasin(t *testing.T) *fixture.World {
	t.Helper()
	w := fixture.New(t)
	scenario.Play(t, filepath.Join("testdata", "basin.txt"), w.Handle)
	return w
}

func waters(w *fixture.World) *watertypes.GenesisState {
	return must(w.App.WaterKeeper.ExportGenesis(w.Context()))
}

// nextWater is when the next block work of a kind is due. What is due before is done.
func nextWater(t *testing.T, w *fixture.World, kind string) time.Time {
	t.Helper()
	for range 100 {
		for i, it := range workOf(w).Pending { // of one area, so in the order of time
			at := time.Unix(it.DueAt, 0).UTC()
			switch before := at.Add(-time.Second); {
			case it.Kind != kind:
				continue
			case i > 0 && before.After(w.Now()):
				w.BlockAt(before)
			case i > 0:
				w.BlockAt(w.Now())
			default:
				return at
			}
			break
		}
	}
	t.Fatalf("expected work of kind %s", kind)
	return time.Time{}
}

// drink lets the well give some water and the households draw some.
func drink(t *testing.T, w *fixture.World) {
	t.Helper()
	at := w.Now()
	batch := []meteridtypes.Reading{
		w.Grow("well", at, 0, 200), w.Grow("tap-a", at, 11, 0), w.Grow("tap-b", at, 7, 0), w.Grow("tap-c", at, 3, 0),
	}
	require.Equal(t, "4 accepted\n", w.Submit(w.Account("works"), batch))
}

// order is an order in the area of the basin.
func order(by chain.Account, side watertypes.OrderSide, price, litres uint64) sdk.Msg {
	return &watertypes.MsgPlaceOrder{Owner: by.String(), Area: 1, Side: side, Price: price, Litres: litres}
}

// renewal sets whether an owner of the basin stays subscribed to the next period.
func renewal(by chain.Account, auto bool) sdk.Msg {
	return &watertypes.MsgSetPolicy{Owner: by.String(), Area: 1, Policy: watertypes.Policy{AutoRenew: auto, MaxFeePerPerson: watertypes.MaxPrice}}
}
