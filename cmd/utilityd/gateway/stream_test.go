package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// streamOf is a stream of rows with a header line.
func streamOf(t *testing.T, previous json.RawMessage, text string) meterdata.Reader {
	t.Helper()
	options := meterdata.Options{Step: 15 * time.Minute}
	if previous != nil {
		options.Previous = new(meterdata.Format)
		require.NoError(t, json.Unmarshal(previous, options.Previous))
	}
	return gateway.NewStream(t.Context(), func() (meterdata.Reader, error) { return meterdata.Open(strings.NewReader(text), options) })
}

// A process that is killed after any line of its journal leaves enough to read the rest of a stream, which has no header line.
func TestAStreamGoesOnWithoutItsHeaderLineWhereverItWasKilled(t *testing.T) {
	const first, second = "1789948800,m,10,0\n", "1789949700,m,20,0\n"
	for lines := range 8 {
		r := newRig(t, "m")
		died := r.dies(t, streamOf(t, nil, "time,meter,consumed_wh,produced_wh\n"+first), lines)
		journal := r.open(t)
		format := journal.Format()
		if journal.Counter("m").Last().Time > start {
			require.NotNil(t, format, "a row is in the journal and its format is not, killed after line %d", lines)
		}
		require.NoError(t, journal.Close())
		if format == nil {
			require.True(t, died)
			continue
		}
		require.NoError(t, r.run(t, streamOf(t, format, first+second)), "%s", &r.out)
		require.EqualValues(t, 30, r.registers("m").ImportRegister)
	}
}

// scripted is a source with a script.
type scripted func(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error

// Run implements live.Source.
func (s scripted) Run(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error {
	return s(ctx, emit, refuse)
}

// taken are the ends of the readings that a gateway takes which comes to the stream late.
func taken(t *testing.T, reader meterdata.Reader, late time.Duration) (ends []int64) {
	t.Helper()
	time.Sleep(late)
	for {
		record, err := reader.Next()
		switch row := (*meterdata.RowError)(nil); {
		case errors.Is(err, gateway.ErrNothingYet):
			time.Sleep(time.Second)
		case errors.Is(err, io.EOF):
			return ends
		case !errors.As(err, &row):
			require.NoError(t, err)
			ends = append(ends, record.End)
		}
	}
}

func sampler(t *testing.T) *live.Sampler {
	t.Helper()
	s, err := live.NewSampler(15*time.Minute, 30*time.Second)
	require.NoError(t, err)
	return s
}

// The clock closes a border while the gateway has no room, and the input ends meanwhile.
func TestAReadingThatTheClockTookIsKeptWhenTheInputEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Unix()
		s := sampler(t)
		source := scripted(func(_ context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error {
			for range gateway.Chunk {
				refuse(&meterdata.RowError{})
			}
			if err := emit(meterdata.Record{Meter: "m", Kind: meterdata.Registers, End: now - 100}); err != nil {
				return err
			}
			time.Sleep(40 * time.Minute)
			return nil
		})
		require.Equal(t, []int64{now - 100}, taken(t, gateway.NewSample(t.Context(), source, s), time.Hour))
	})
}

// slow is a reader that takes a second for each item.
type slow struct{ *list }

func (s slow) Next() (meterdata.Record, error) {
	time.Sleep(time.Second)
	return s.list.Next()
}

// Old telegrams that cannot be used show too that more may come.
func TestRefusedTelegramsCloseNoBorderOfAnInputThatEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Unix() / 900 * 900
		items := input(meterdata.Record{Meter: "m", Kind: meterdata.Registers, End: now - 1_700})
		for range 10 {
			items.items = append(items.items, &meterdata.RowError{})
		}
		items.items = append(items.items, meterdata.Record{Meter: "m", Kind: meterdata.Registers, End: now - 910})
		source := &live.Stream{
			Once: true,
			Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(nil), nil },
			Read: func(io.Reader) meterdata.Reader { return slow{items} },
		}
		require.Equal(t, []int64{now - 910}, taken(t, gateway.NewSample(t.Context(), source, sampler(t)), time.Minute))
	})
}
