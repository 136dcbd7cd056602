package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"go.bug.st/serial"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Format is the language of a meter.
type Format string

// The formats of meters, and the speeds of their serial ports.
const (
	P1  Format = meterdata.P1
	SML Format = meterdata.SML
)

var bauds = map[Format]int{P1: 115_200, SML: 9_600}

// defaultSilence is longer than any meter pauses between two telegrams.
const defaultSilence = 5 * time.Minute

// Options are the settings of a stream.
type Options struct {
	// Format is the language of the meter; P1 and SML hold its settings. Their clocks are time.Now if they are nil.
	Format Format
	P1     meterdata.P1Options
	SML    meterdata.SMLOptions
	// Silence is how long a TCP connection may bring nothing before it is opened again; zero is five minutes.
	Silence time.Duration
	// Backoff is how long to wait between attempts; zero is DefaultBackoff.
	Backoff Backoff
	// Trouble reports the beginning and the end of an outage; it may be nil.
	Trouble func(string)
}

// Open returns the source at an address, without connecting yet: "-" for standard input, tcp://HOST:PORT, a device such as
// /dev/ttyUSB0 or COM3, or serial:///dev/ttyUSB0?baud=9600&mode=7E1 for a device with another speed or other bits.
func Open(address string, o Options) (*Stream, error) {
	s := &Stream{Name: address, Backoff: o.Backoff, Trouble: o.Trouble}
	switch o.Format {
	case P1:
		if o.P1.Now == nil {
			o.P1.Now = time.Now
		}
		s.Read = func(r io.Reader) meterdata.Reader { return meterdata.NewP1(r, o.P1) }
	case SML:
		if o.SML.Now == nil {
			o.SML.Now = time.Now
		}
		s.Read = func(r io.Reader) meterdata.Reader { return meterdata.NewSML(r, o.SML) }
	default:
		return nil, fmt.Errorf("expected the format %s or %s, got %q", P1, SML, o.Format)
	}
	if o.Silence <= 0 {
		o.Silence = defaultSilence
	}
	at, err := url.Parse(address)
	switch {
	case address == "-":
		s.Name, s.Once = "standard input", true
		s.Open = func(context.Context) (io.ReadCloser, error) { return io.NopCloser(os.Stdin), nil }
	case err == nil && at.Scheme == "tcp" && at.Port() != "" && at.Hostname() != "" && at.Path == "" && at.User == nil:
		s.Open = func(ctx context.Context) (io.ReadCloser, error) { return dial(ctx, at.Host, o.Silence) }
	case err == nil && at.Scheme == "serial":
		s.Open, err = device(at.Path, at.Query(), o.Format)
		return s, err
	case strings.HasPrefix(address, "/dev/") || strings.HasPrefix(strings.ToUpper(address), "COM"):
		s.Open, err = device(address, nil, o.Format)
		return s, err
	default:
		return nil, fmt.Errorf("expected - for standard input, tcp://HOST:PORT, a device such as /dev/ttyUSB0, "+
			"or serial:///dev/ttyUSB0?baud=9600&mode=7E1, got %q", address)
	}
	return s, nil
}

// dial connects to a TCP port.
func dial(ctx context.Context, host string, silence time.Duration) (io.ReadCloser, error) {
	dialer := net.Dialer{Timeout: 10 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, err
	}
	return &watched{Conn: conn, silence: silence}, nil
}

// watched is a connection that fails when nothing comes for long: the other end may have lost its power.
type watched struct {
	net.Conn
	silence time.Duration
}

// Read fails after the silence.
func (w *watched) Read(p []byte) (int, error) {
	if err := w.SetReadDeadline(time.Now().Add(w.silence)); err != nil {
		return 0, err
	}
	n, err := w.Conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = fmt.Errorf("expected a telegram, got nothing for %s", w.silence)
	}
	return n, err
}

// device returns how to open a serial device.
func device(name string, query url.Values, f Format) (open func(context.Context) (io.ReadCloser, error), err error) {
	mode := serial.Mode{BaudRate: bauds[f], DataBits: 8, Parity: serial.NoParity, StopBits: serial.OneStopBit}
	for key := range query {
		ok := false
		switch value := query.Get(key); key {
		case "baud":
			baud, err := strconv.Atoi(value)
			mode.BaudRate, ok = baud, err == nil && baud > 0
		case "mode":
			ok = bits(&mode, value)
		}
		if !ok {
			return nil, fmt.Errorf("expected baud=9600 or mode=7E1 behind the device %s, got %s=%s", name, key, query.Get(key))
		}
	}
	if name == "" {
		return nil, errors.New("expected a device such as serial:///dev/ttyUSB0, got serial: without a path")
	}
	return func(context.Context) (io.ReadCloser, error) {
		port, err := serial.Open(name, &mode)
		if code := (*serial.PortError)(nil); errors.As(err, &code) && code.Code() == serial.PermissionDenied {
			return nil, fmt.Errorf("%w: expected leave to open the device, which the members of its group (often dialout) have", err)
		}
		return port, err
	}, nil
}

// bits reads data bits, parity and stop bits such as 8N1.
func bits(mode *serial.Mode, text string) bool {
	parities := map[byte]serial.Parity{'N': serial.NoParity, 'E': serial.EvenParity, 'O': serial.OddParity}
	stops := map[byte]serial.StopBits{'1': serial.OneStopBit, '2': serial.TwoStopBits}
	if len(text) != 3 || text[0] != '7' && text[0] != '8' {
		return false
	}
	var parity, stop bool
	mode.DataBits = int(text[0] - '0')
	mode.Parity, parity = parities[text[1]]
	mode.StopBits, stop = stops[text[2]]
	return parity && stop
}
