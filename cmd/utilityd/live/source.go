package live

import (
	"context"
	"fmt"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Source yields readings for as long as it runs.
type Source interface {
	// Run calls emit for each record and refuse for each row that makes no sense, always from one goroutine at a time and never
	// after it has returned. It connects again by itself. It returns the error of the context, an error of emit, or nil at the
	// end of an input that cannot be opened again.
	Run(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error
}

// Backoff is how long to wait between attempts to connect: Min at first, then twice as long each time, up to Max.
type Backoff struct{ Min, Max time.Duration }

// DefaultBackoff waits a second at first and a minute at most.
var DefaultBackoff = Backoff{Min: time.Second, Max: time.Minute}

// orDefault replaces a Backoff that is not set.
func (b Backoff) orDefault() Backoff {
	if b.Min <= 0 {
		return DefaultBackoff
	}
	return b
}

// link is the state of a connection that may break: the next wait, and whether an outage was reported.
type link struct {
	name    string
	backoff Backoff
	trouble func(string)

	wait time.Duration
	down bool
}

// works ends an outage.
func (l *link) works() {
	l.wait = 0
	if l.down {
		l.down = false
		l.report("works again")
	}
}

// failed reports the beginning of an outage and waits before the next attempt.
func (l *link) failed(ctx context.Context, err error) error {
	if !l.down {
		l.down = true
		l.report(fmt.Sprintf("%v; trying again until it works", err))
	}
	l.wait = min(max(2*l.wait, l.backoff.Min), max(l.backoff.Min, l.backoff.Max))
	timer := time.NewTimer(l.wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (l *link) report(text string) {
	if l.trouble != nil {
		l.trouble(l.name + ": " + text)
	}
}
