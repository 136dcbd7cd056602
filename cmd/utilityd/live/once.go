package live

import (
	"context"
	"io"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Once returns the source of one input, which it reads to its end and closes.
func Once(in *meterdata.Input) *Stream {
	return &Stream{
		Once: true,
		Open: func(context.Context) (io.ReadCloser, error) { return opened{Closer: in}, nil },
		Read: func(io.Reader) meterdata.Reader { return in },
	}
}

// opened is an input that its own reader reads.
type opened struct {
	io.Reader
	io.Closer
}

// Ends reports whether a source comes to an end by itself, so that what it brings may be of any time.
func Ends(s Source) bool {
	stream, ok := s.(*Stream)
	return ok && stream.Once
}
