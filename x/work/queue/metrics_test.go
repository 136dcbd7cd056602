package queue_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
)

// Operators see how far the block work is behind, and how much of it failed.
func TestMetrics(t *testing.T) {
	reader := metric.NewManualReader()
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(reader)))
	f := setup(t)
	f.push(t, item{Record: 1, At: 900, Number: 1}, item{Record: 1, At: 940, Number: 2}, item{Record: 1, At: 1000, Number: 3})
	seen := func(name string) (value int64) {
		t.Helper()
		var all metricdata.ResourceMetrics
		require.NoError(t, reader.Collect(t.Context(), &all))
		for _, scope := range all.ScopeMetrics {
			for _, m := range scope.Metrics {
				if m.Name != name {
					continue
				}
				switch data := m.Data.(type) {
				case metricdata.Gauge[int64]:
					return data.DataPoints[0].Value
				case metricdata.Sum[int64]:
					return data.DataPoints[0].Value
				}
			}
		}
		return 0
	}
	failed := seen("utilityd.work.failed")

	f.run(t, 1, finish)
	require.Equal(t, int64(60), seen("utilityd.work.lag"), "the second item was due 60 s ago")
	f.run(t, 1, func(sdk.Context, item, *queue.Budget) (bool, error) { panic("broken") })
	require.Equal(t, int64(0), seen("utilityd.work.lag"), "the third is due now")
	require.Equal(t, failed+1, seen("utilityd.work.failed"))
	f.run(t, 1, func(sdk.Context, item, *queue.Budget) (bool, error) { return false, nil })
	f.run(t, 10, finish)
	require.Equal(t, int64(0), seen("utilityd.work.lag"), "nothing is due")

	f.push(t, item{Record: 1, At: 900, Number: 1}, item{Record: 1, At: 901, Number: 2}, item{Record: 2, At: 930})
	f.run(t, 2, finish)
	require.Equal(t, int64(70), seen("utilityd.work.lag"), "the second lane has the next turn")
}
