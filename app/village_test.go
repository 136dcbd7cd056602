package app_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	// quarterHour is an epoch of the village.
	quarterHour = 15 * time.Minute
	// villageGrace is how long after its end an epoch of the village waits for readings.
	villageGrace = time.Minute
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// newVillage is a world with the community of testdata/village.txt, a second after noon.
func newVillage(t *testing.T) *fixture.World {
	t.Helper()
	w := fixture.New(t)
	scenario.Play(t, filepath.Join("testdata", "village.txt"), w.Handle)
	return w
}

// report lets the village measure until the end of the present quarter of an hour and bring its readings, one at a time.
func reportQuarter(t *testing.T, w *fixture.World) (end time.Time) {
	t.Helper()
	end = w.Now().Truncate(quarterHour).Add(quarterHour)
	w.BlockAt(end)
	for _, r := range []meteridtypes.Reading{
		w.Grow("roof-1", end, 3, 703),
		w.Grow("roof-2", end, 0, 310),
		w.Grow("home-3", end, 411, 0),
		w.Grow("home-4", end, 307, 0),
	} {
		require.Equal(t, "1 accepted\n", w.Submit(w.Account("lab"), []meteridtypes.Reading{r}))
	}
	return end
}

// dueOf is when the epoch that ends at a time settles.
func dueOf(t *testing.T, w *fixture.World, end time.Time) time.Time {
	t.Helper()
	return time.Unix(settlement(t, w, epochEnding(end)).DueAt, 0).UTC()
}

// epochEnding is the number of the epoch of the village that ends at a time.
func epochEnding(end time.Time) uint64 { return uint64(end.Unix()/900) - 1 }

func settlement(t *testing.T, w *fixture.World, epoch uint64) energytypes.Settlement {
	t.Helper()
	found, err := energytypes.NewQueryClient(w.Conn()).Settlement(t.Context(), &energytypes.QuerySettlementRequest{Community: 1, Epoch: epoch})
	require.NoError(t, err)
	return found.Settlement
}
