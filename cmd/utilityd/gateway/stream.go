package gateway

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// errNothingYet means that more may come later.
var errNothingYet = errors.New("nothing has come yet")

// stream is an input that may be silent for long. Its Next never waits.
type stream struct {
	items  chan item
	held   *item           // the next one
	format json.RawMessage // how the items are written that have come and the one that is held; nil if that is not known
	end    error           // why items is closed
	again  bool            // whether the input can be read again from its beginning
}

type item struct {
	record meterdata.Record
	err    error
	format json.RawMessage // set if it differs from that of the item before
}

func newStream() *stream { return &stream{items: make(chan item, chunk)} }

// Next returns what has come, or errNothingYet. It pauses so before an item of another format, which is written down before the
// item is: without it a stream that starts again could not be read.
func (s *stream) Next() (meterdata.Record, error) {
	if i := s.held; i != nil {
		s.held = nil
		return i.record, i.err
	}
	select {
	case i, ok := <-s.items:
		if !ok {
			return meterdata.Record{}, s.end
		}
		if i.format != nil {
			s.format, s.held = i.format, &i
			return meterdata.Record{}, errNothingYet
		}
		return i.record, i.err
	default:
		return meterdata.Record{}, errNothingYet
	}
}

// read opens an input, which may have to wait for its first line, and passes on what it yields.
func (s *stream) read(ctx context.Context, open func() (meterdata.Reader, error)) {
	defer close(s.items)
	reader, err := open()
	var known json.RawMessage
	for err == nil {
		var record meterdata.Record
		record, err = reader.Next()
		if bad := (*meterdata.RowError)(nil); err == nil || errors.As(err, &bad) {
			i := item{record: record, err: err}
			if format := formatOf(reader); !bytes.Equal(format, known) {
				i.format, known = format, format
			}
			if s.put(ctx, i) {
				err = nil
			} else {
				err = ctx.Err()
			}
		}
	}
	s.end = err
}

// formatOf is how an input is written, as far as its rows have revealed it; nil if it does not say.
func formatOf(reader meterdata.Reader) json.RawMessage {
	r, ok := reader.(interface{ Format() meterdata.Format })
	if !ok {
		return nil
	}
	bz, err := json.Marshal(r.Format())
	if err != nil {
		return nil // it is text and numbers
	}
	return bz
}

// put passes on one item, and waits as long as the gateway has no room.
func (s *stream) put(ctx context.Context, i item) bool {
	select {
	case s.items <- i:
		return true
	case <-ctx.Done():
		return false
	}
}

// tickEvery is how often a sampler looks for borders behind which nothing came.
const tickEvery = 2 * time.Second

// sample passes on the readings that a sampler takes of a source. An input that ends, as a file does, may hold old telegrams: the
// clock closes no border of it while values come.
func (s *stream) sample(ctx context.Context, source live.Source, sampler *live.Sampler) {
	defer close(s.items)
	running, stop := context.WithCancel(ctx)
	defer stop()
	var mutex sync.Mutex
	came := false
	tick := func() {
		mutex.Lock()
		defer mutex.Unlock()
		if came && live.Ends(source) {
			sampler.SetClock(time.Now())
		} else {
			_ = s.pass(ctx, sampler.Tick(time.Now())) // also if the input ends meanwhile
		}
		came = false
	}
	tick()
	var ticking sync.WaitGroup
	ticking.Go(func() {
		for sleep(running, tickEvery) == nil {
			tick()
		}
	})
	s.end = source.Run(running, func(r meterdata.Record) error {
		mutex.Lock()
		defer mutex.Unlock()
		came = true
		due, refused := sampler.Offer(r)
		return s.pass(running, due, refused)
	}, func(bad *meterdata.RowError) {
		mutex.Lock()
		defer mutex.Unlock()
		came = true
		_ = s.pass(running, nil, bad) // ends with the context
	})
	stop()
	ticking.Wait()
	if s.end == nil {
		due, refused := sampler.End()
		s.end = cmp.Or(s.pass(ctx, due, refused...), io.EOF)
	}
}

// pass passes on readings, and what was refused.
func (s *stream) pass(ctx context.Context, due []meterdata.Record, refused ...*meterdata.RowError) error {
	for _, r := range due {
		r.Sampled = true
		if !s.put(ctx, item{record: r}) {
			return ctx.Err()
		}
	}
	for _, bad := range refused {
		if bad != nil && !s.put(ctx, item{err: bad}) {
			return ctx.Err()
		}
	}
	return nil
}
