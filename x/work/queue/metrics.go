package queue

import (
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Metrics for operators. The instruments do nothing unless the node exports metrics; no state depends on them.
var (
	meter  = otel.Meter("utilityd")
	lag, _ = meter.Int64Gauge("utilityd.work.lag", metric.WithUnit("s"),
		metric.WithDescription("How long the oldest work of the lane that has the next turn has been due at the end of a block."))
	failedItems, _ = meter.Int64Counter("utilityd.work.failed", metric.WithUnit("{item}"),
		metric.WithDescription("Items that failed since the node started."))
)

func ofModule(name string) metric.MeasurementOption {
	return metric.WithAttributes(attribute.String("module", name))
}

// measure reports the time for which the unserved lane with the next turn has had work due.
func (s *Store) measure(ctx sdk.Context, due int64) error {
	waited := int64(0)
	next, err := s.readTurns(ctx, nil, due, 1)
	if err != nil {
		return err
	}
	if len(next) > 0 {
		items, err := s.read(ctx, next[0].Lane, nil, 1)
		if err != nil {
			return err
		}
		if len(items) > 0 {
			waited = max(ctx.BlockTime().Unix()-items[0].At, 0)
		}
	}
	lag.Record(ctx, waited)
	return nil
}
