package live

import (
	"context"
	"errors"
	"io"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Once is the source of one input, which it reads to its end and closes.
func Once(in *meterdata.Input) Source { return once{in} }

// Ends reports whether a source comes to an end by itself, so that what it brings may be of any time.
func Ends(s Source) bool {
	stream, ok := s.(*Stream)
	_, file := s.(once)
	return file || ok && stream.Once
}

type once struct{ *meterdata.Input }

// Run implements Source.
func (o once) Run(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) (err error) {
	defer func() { err = errors.Join(err, o.Close()) }()
	for ctx.Err() == nil {
		record, err := o.Next()
		row := (*meterdata.RowError)(nil)
		switch {
		case errors.As(err, &row):
			refuse(row)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		default:
			if err := emit(record); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}
