package gateway

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// errNothingYet says that more may come later.
var errNothingYet = errors.New("nothing has come yet")

// stream is an input that may be silent for long. Its Next never waits.
type stream struct {
	items  chan item
	reader meterdata.Reader // set before the first item
	begun  bool             // whether an item has come
	end    error            // why items is closed
}

type item struct {
	record meterdata.Record
	err    error
}

func newStream() *stream { return &stream{items: make(chan item, chunk)} }

// Next returns what has come, or errNothingYet.
func (s *stream) Next() (meterdata.Record, error) {
	select {
	case i, ok := <-s.items:
		if !ok {
			return meterdata.Record{}, s.end
		}
		s.begun = true
		return i.record, i.err
	default:
		return meterdata.Record{}, errNothingYet
	}
}

// read opens an input, which may have to wait for its first line, and passes on what it yields.
func (s *stream) read(ctx context.Context, open func() (meterdata.Reader, error)) {
	defer close(s.items)
	reader, err := open()
	s.reader = reader
	for err == nil {
		var record meterdata.Record
		record, err = reader.Next()
		if bad := (*meterdata.RowError)(nil); err == nil || errors.As(err, &bad) {
			if s.put(ctx, item{record, err}) {
				err = nil
			} else {
				err = ctx.Err()
			}
		}
	}
	s.end = err
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

// sample passes on the readings that a sampler takes of a source.
func (s *stream) sample(ctx context.Context, source live.Source, sampler *live.Sampler) {
	defer close(s.items)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var mutex sync.Mutex
	pass := func(due []meterdata.Record, refused *meterdata.RowError) error {
		for _, r := range due {
			if !s.put(ctx, item{record: r}) {
				return ctx.Err()
			}
		}
		if refused != nil && !s.put(ctx, item{err: refused}) {
			return ctx.Err()
		}
		return nil
	}
	tick := func() {
		mutex.Lock()
		defer mutex.Unlock()
		_ = pass(sampler.Tick(time.Now()), nil) // ends with the context
	}
	tick()
	var ticking sync.WaitGroup
	ticking.Go(func() {
		for sleep(ctx, tickEvery) == nil {
			tick()
		}
	})
	err := source.Run(ctx, func(r meterdata.Record) error {
		mutex.Lock()
		defer mutex.Unlock()
		return pass(sampler.Offer(r))
	}, func(bad *meterdata.RowError) {
		mutex.Lock()
		defer mutex.Unlock()
		_ = pass(nil, bad) // ends with the context
	})
	stop()
	ticking.Wait()
	if s.end = err; err == nil {
		s.end = io.EOF
	}
}
