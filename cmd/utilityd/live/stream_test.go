package live_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// patience is how long a test waits at most.
const patience = 20 * time.Second

// telegram is a made-up P1 telegram that counts up: n kWh, the checksum included.
func telegram(n int) string {
	text := fmt.Sprintf("/XXX5 MADE UP\r\n\r\n0-0:1.0.0(2611201200%02dW)\r\n1-0:1.8.0(%06d.000*kWh)\r\n!", n, n)
	crc := uint16(0)
	for _, b := range []byte(text) {
		for bit := range 8 {
			low := crc&1 ^ uint16(b>>bit&1)
			crc >>= 1
			if low == 1 {
				crc ^= 0xA001
			}
		}
	}
	return fmt.Sprintf("%s%04X\r\n", text, crc)
}

// running is a source at work, with its records, refusals and troubles.
type running struct {
	t       *testing.T
	records chan meterdata.Record
	refused chan *meterdata.RowError
	stop    context.CancelFunc
	ended   chan error

	mu       sync.Mutex
	troubles []string
}

func (r *running) trouble(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.troubles = append(r.troubles, text)
}

// run starts a source, which is stopped at the end of the test.
func (r *running) run(s live.Source, emit func(meterdata.Record) error) {
	ctx, cancel := context.WithCancel(context.Background())
	r.stop = cancel
	go func() {
		r.ended <- s.Run(ctx, func(record meterdata.Record) error {
			if err := emit(record); err != nil {
				return err
			}
			r.records <- record
			return nil
		}, func(row *meterdata.RowError) { r.refused <- row })
	}()
	r.t.Cleanup(cancel)
}

func newRunning(t *testing.T) *running {
	return &running{
		t: t, records: make(chan meterdata.Record, 1_000), refused: make(chan *meterdata.RowError, 1_000), ended: make(chan error, 1),
	}
}

func accept(meterdata.Record) error { return nil }

// wantKWh waits for a record with a register.
func (r *running) wantKWh(n int) meterdata.Record {
	r.t.Helper()
	select {
	case record := <-r.records:
		require.Equal(r.t, meterdata.Of(uint64(n)*1_000), record.Import)
		return record
	case <-time.After(patience):
		require.FailNow(r.t, "no record came", "waiting for %d kWh, troubles %q", n, r.said())
		return meterdata.Record{}
	}
}

// wantAllKWh waits for records in any order: the broker of the tests mixes messages that it has queued within a second.
func (r *running) wantAllKWh(want ...int) {
	r.t.Helper()
	var got []int
	for range want {
		select {
		case record := <-r.records:
			got = append(got, int(record.Import.Whole/1_000))
		case <-time.After(patience):
			require.FailNow(r.t, "no record came", "expected %v, got %v, troubles %q", want, got, r.said())
		}
	}
	require.ElementsMatch(r.t, want, got)
}

func (r *running) said() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string{}, r.troubles...)
}

// wantTrouble waits until exactly these troubles have been reported.
func (r *running) wantTrouble(want ...string) {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return len(r.said()) >= len(want) }, patience, time.Millisecond)
	said := r.said()
	require.Len(r.t, said, len(want), "%q", said)
	for i := range want {
		require.Contains(r.t, said[i], want[i])
	}
}

// wantEnd waits for the end of the source.
func (r *running) wantEnd() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		return err
	case <-time.After(patience):
		require.FailNow(r.t, "the source has not ended")
		return nil
	}
}

var quick = live.Backoff{Min: time.Millisecond, Max: 10 * time.Millisecond}

// listen opens a port; an empty address is any.
func listen(t *testing.T, address string) net.Listener {
	t.Helper()
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := net.Listen("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

func accepted(t *testing.T, l net.Listener) net.Conn {
	t.Helper()
	conn, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func write(t *testing.T, w io.Writer, text string) {
	t.Helper()
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
}

func TestTCPStreamConnectsAgainAndSaysSoOnce(t *testing.T) {
	first := listen(t, "")
	address := first.Addr().String()
	r := newRunning(t)
	s, err := live.Open("tcp://"+address, live.Options{Format: live.P1, Backoff: quick, Trouble: r.trouble})
	require.NoError(t, err)
	r.run(s, accept)

	conn := accepted(t, first)
	write(t, conn, telegram(1)[:40]+telegram(2))
	require.Equal(t, "XXX5 MADE UP", r.wantKWh(2).Meter)
	require.Contains(t, (<-r.refused).Error(), "expected a telegram with the CRC")
	require.Empty(t, r.said())

	require.NoError(t, first.Close())
	require.NoError(t, conn.Close())
	r.wantTrouble("the connection was closed by the other side; trying again until it works")
	time.Sleep(50 * time.Millisecond) // long enough for several refused attempts, which are not reported
	second := listen(t, address)
	conn = accepted(t, second)
	write(t, conn, telegram(3))
	r.wantKWh(3)
	r.wantTrouble("the connection was closed", address+": works again")

	require.NoError(t, conn.Close())
	conn = accepted(t, second)
	write(t, conn, telegram(4))
	r.wantKWh(4)
	r.wantTrouble("the connection was closed", "works again", "the connection was closed", "works again")

	r.stop()
	require.ErrorIs(t, r.wantEnd(), context.Canceled)
	_, err = conn.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF, "the connection is closed when the source ends")
}

func TestTCPStreamThatFallsSilentIsOpenedAgain(t *testing.T) {
	listener := listen(t, "")
	r := newRunning(t)
	s, err := live.Open("tcp://"+listener.Addr().String(), live.Options{
		Format: live.P1, Backoff: quick, Trouble: r.trouble, Silence: 30 * time.Millisecond,
	})
	require.NoError(t, err)
	r.run(s, accept)
	accepted(t, listener)
	conn := accepted(t, listener)
	write(t, conn, telegram(1))
	r.wantKWh(1)
	require.Contains(t, r.said()[0], "expected a telegram, got nothing for 30ms")
}

func TestStreamWaitsLongerEachTime(t *testing.T) {
	var waits []time.Duration
	last := time.Now()
	r := newRunning(t)
	s := &live.Stream{
		Name: "test", Backoff: live.Backoff{Min: 10 * time.Millisecond, Max: 40 * time.Millisecond}, Trouble: r.trouble,
		Open: func(context.Context) (io.ReadCloser, error) {
			waits, last = append(waits, time.Since(last)), time.Now()
			if len(waits) == 6 {
				r.stop()
			}
			return nil, errors.New("expected an answer, got none")
		},
	}
	r.run(s, accept)
	require.ErrorIs(t, r.wantEnd(), context.Canceled)
	for i, minimum := range []int{0, 10, 20, 40, 40, 40} {
		require.GreaterOrEqual(t, waits[i].Milliseconds(), int64(minimum))
	}
	r.wantTrouble("test: expected an answer, got none; trying again until it works")
}

func TestStreamEndsWithTheErrorOfEmit(t *testing.T) {
	full := errors.New("expected room on the disk, got none")
	r := newRunning(t)
	s := &live.Stream{
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(telegram(1))), nil },
		Read: func(in io.Reader) meterdata.Reader { return meterdata.NewP1(in, meterdata.P1Options{}) },
	}
	r.run(s, func(meterdata.Record) error { return full })
	require.ErrorIs(t, r.wantEnd(), full)
}

func TestStreamOfOneInputEndsWithIt(t *testing.T) {
	broken := errors.New("expected a whole disk, got a broken one")
	tests := []struct {
		name string
		in   io.Reader
		want error
	}{
		{"the end", strings.NewReader(telegram(1) + telegram(2)), nil},
		{"an error", io.MultiReader(strings.NewReader(telegram(1)+telegram(2)), failing{broken}), broken},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := newRunning(t)
			s := &live.Stream{
				Once: true,
				Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(tc.in), nil },
				Read: func(in io.Reader) meterdata.Reader { return meterdata.NewP1(in, meterdata.P1Options{}) },
			}
			r.run(s, accept)
			r.wantKWh(1)
			r.wantKWh(2)
			require.ErrorIs(t, r.wantEnd(), tc.want)
		})
	}
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestStreamStopsAlthoughAReadHangs(t *testing.T) {
	in, out := io.Pipe()
	defer out.Close() //nolint:errcheck // a pipe in memory
	r := newRunning(t)
	s := &live.Stream{
		Once: true,
		Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(in), nil },
		Read: func(in io.Reader) meterdata.Reader { return meterdata.NewP1(in, meterdata.P1Options{}) },
	}
	r.run(s, accept)
	write(t, out, telegram(1))
	r.wantKWh(1)
	r.stop()
	require.ErrorIs(t, r.wantEnd(), context.Canceled)
}

func TestOpenKnowsAddresses(t *testing.T) {
	tests := []struct {
		address string
		format  live.Format
		wantErr string
	}{
		{"-", live.P1, ""},
		{"tcp://meter.local:2001", live.SML, ""},
		{"tcp://[::1]:2001", live.P1, ""},
		{"/dev/ttyUSB0", live.P1, ""},
		{"COM3", live.SML, ""},
		{"serial:///dev/ttyUSB0?baud=9600&mode=7E1", live.P1, ""},
		{"tcp://meter.local", live.P1, "expected - for standard input, tcp://HOST:PORT, a device such as /dev/ttyUSB0"},
		{"tcp://:2001", live.P1, "tcp://HOST:PORT"},
		{"tcp://meter.local:2001/x", live.P1, "tcp://HOST:PORT"},
		{"udp://meter.local:2001", live.P1, "tcp://HOST:PORT"},
		{"meter.csv", live.P1, "tcp://HOST:PORT"},
		{"serial:", live.P1, "expected a device such as serial:///dev/ttyUSB0"},
		{"serial:///dev/ttyUSB0?baud=fast", live.P1, "expected baud=9600 or mode=7E1 behind the device /dev/ttyUSB0, got baud=fast"},
		{"serial:///dev/ttyUSB0?mode=9N1", live.P1, "got mode=9N1"},
		{"serial:///dev/ttyUSB0?mode=8X1", live.P1, "got mode=8X1"},
		{"serial:///dev/ttyUSB0?parity=even", live.P1, "got parity=even"},
		{"-", "dlms", `expected the format p1 or sml, got "dlms"`},
	}
	for _, tc := range tests {
		t.Run(string(tc.format)+" "+tc.address, func(t *testing.T) {
			_, err := live.Open(tc.address, live.Options{Format: tc.format})
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}
