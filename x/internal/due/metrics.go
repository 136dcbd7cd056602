package due

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// What operators watch. The instruments do nothing unless the node is configured to export metrics, and nothing reads them.
var (
	meter  = otel.Meter("utilityd")
	lag, _ = meter.Int64Gauge("utilityd.due.lag", metric.WithUnit("s"),
		metric.WithDescription("How long the oldest item that is due has been waiting at the end of a block."))
	parkedItems, _ = meter.Int64Counter("utilityd.due.parked", metric.WithUnit("{item}"),
		metric.WithDescription("Items that failed since the node started."))
)

func (q Queue[ID]) attribute() metric.MeasurementOption {
	return metric.WithAttributes(attribute.String("queue", q.name))
}

// measure reports how far a run that ended before the queue was empty is behind.
func (q Queue[ID]) measure(ctx sdk.Context, now int64) error {
	first, err := q.read(ctx, nil, now, 1)
	if err != nil {
		return err
	}
	if len(first) == 0 {
		q.report(ctx, 0)
		return nil
	}
	q.report(ctx, now-first[0].At)
	return nil
}

func (q Queue[ID]) report(ctx context.Context, seconds int64) {
	lag.Record(ctx, seconds, q.attribute())
}
