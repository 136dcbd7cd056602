package gateway

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// liveOptions are the flags for meters and brokers, which send all the time.
type liveOptions struct {
	every, tolerance   time.Duration
	user, passwordFile string
	caFile             string
}

// openLive returns the source of a meter or a broker, nil if the path is a file or a stream of rows. Files of telegrams are files.
func (o options) openLive(path string, report *Reporter) (live.Source, error) {
	trouble := func(text string) { report.Event(Event{Trouble: text}) }
	if strings.HasPrefix(path, "mqtt://") || strings.HasPrefix(path, "mqtts://") {
		return o.openBroker(path, trouble)
	}
	format := live.Format(o.input.Format)
	if format != live.P1 && format != live.SML {
		if strings.Contains(path, "://") {
			return nil, fmt.Errorf("expected --format p1 or --format sml with %s%s", path, got(o.input.Format))
		}
		return nil, nil
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		return nil, nil
	}
	zone, err := zoneOf(o.input.Zone)
	if err != nil {
		return nil, err
	}
	return live.Open(path, live.Options{
		Format: format,
		P1: meterdata.P1Options{
			Zone: zone, Names: o.input.Names, Meter: o.input.Meter, AllowNoCRC: o.input.AllowNoCRC, Now: time.Now,
		},
		SML:     meterdata.SMLOptions{Names: o.input.Names, Now: time.Now},
		Trouble: trouble,
	})
}

// got names a value that was given, for the end of an error.
func got(value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(", got %q", value)
}

func (o options) openBroker(broker string, trouble func(string)) (live.Source, error) {
	if o.input.Format == "" {
		return nil, fmt.Errorf("expected --format FILE.json with %s, which maps messages to registers (docs/live.md)", broker)
	}
	mapping, err := live.ReadMapping(o.input.Format)
	if err != nil {
		return nil, fmt.Errorf("--format: %w", err)
	}
	password, err := live.Password(o.live.passwordFile)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flagPass, err)
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	return live.NewMQTT(live.MQTTOptions{
		Broker: broker, ClientID: "utilityd-" + host + "-" + o.clientName(), User: o.live.user, Password: password, CAFile: o.live.caFile,
		Mapping: mapping, Trouble: trouble,
	})
}

// clientName distinguishes the gateways of one machine: each has a journal of its own.
func (o options) clientName() string {
	return fmt.Sprintf("%08x", uint32(xxhash.Sum64String(o.journal)))
} //nolint:gosec // half of it is enough

// zoneOf returns a time zone by its name, nil if there is none.
func zoneOf(name string) (*time.Location, error) {
	if name == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("--zone: expected a time zone such as Europe/Berlin, got %q", name)
	}
	return zone, nil
}
