package live

import (
	"context"
	"errors"
	"io"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Stream is a Source of bytes: each connection is read as one input, and opened again when it ends.
type Stream struct {
	// Name is the address, for messages.
	Name string
	// Open opens the input.
	Open func(ctx context.Context) (io.ReadCloser, error)
	// Read makes the reader of an input.
	Read func(io.Reader) meterdata.Reader
	// Once ends with the input. Without it the end is an outage.
	Once bool
	// Backoff is how long to wait between attempts; zero is DefaultBackoff.
	Backoff Backoff
	// Trouble reports the beginning and the end of an outage; it may be nil.
	Trouble func(string)
}

// errEnded is the outage of an input that ended without error.
var errEnded = errors.New("the connection was closed by the other side")

// Run implements Source.
func (s *Stream) Run(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error {
	l := link{name: s.Name, backoff: s.Backoff.orDefault(), trouble: s.Trouble}
	for {
		lost, err := s.session(ctx, func(r meterdata.Record) error {
			l.works()
			return emit(r)
		}, refuse)
		switch {
		case err != nil:
			return err
		case s.Once && errors.Is(lost, io.EOF):
			return nil
		case s.Once:
			return lost
		case errors.Is(lost, io.EOF):
			lost = errEnded
		}
		if err := l.failed(ctx, lost); err != nil {
			return err
		}
	}
}

// outcome is one answer of a reader.
type outcome struct {
	record meterdata.Record
	err    error
}

// session reads one input until it is lost. The reader has a goroutine of its own: a read from standard input cannot be
// interrupted, and is left behind when the context ends.
func (s *Stream) session(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) (lost, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	input, err := s.Open(ctx)
	if err != nil {
		return err, ctx.Err()
	}
	defer input.Close() //nolint:errcheck // nothing was written
	outcomes := make(chan outcome)
	go func() {
		reader := s.Read(input)
		for {
			record, err := reader.Next()
			select {
			case outcomes <- outcome{record, err}:
			case <-ctx.Done():
				return
			}
			if row := (*meterdata.RowError)(nil); err != nil && !errors.As(err, &row) {
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case o := <-outcomes:
			row := (*meterdata.RowError)(nil)
			switch {
			case errors.As(o.err, &row):
				refuse(row)
			case o.err != nil:
				return o.err, nil
			default:
				if err := emit(o.record); err != nil {
					return nil, err
				}
			}
		}
	}
}
