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
	names              map[string]string
	allowNoCRC         bool
	user, passwordFile string
	caFile             string
}

// openLive returns the source of a meter or a broker, nil if the path is a file or a stream of rows.
func (o options) openLive(path string, report *Reporter) (live.Source, error) {
	trouble := func(text string) { report.Event(Event{Trouble: text}) }
	if broker, ok := brokerOf(path); ok {
		return o.openBroker(broker, trouble)
	}
	format := live.Format(o.input.Format)
	if format != live.P1 && format != live.SML {
		if strings.Contains(path, "://") {
			return nil, fmt.Errorf("expected --format p1 or sml with %s, got %q", path, o.input.Format)
		}
		return nil, nil
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		return nil, fmt.Errorf("expected a device or an address with --format %s, got a file: utilityd gateway run - --format %s < %s", format, format, path)
	}
	zone, err := zoneOf(o.input.Zone)
	if err != nil {
		return nil, err
	}
	return live.Open(path, live.Options{
		Format: format,
		P1: meterdata.P1Options{
			Zone: zone, Names: o.live.names, Meter: o.input.Meter, AllowNoCRC: o.live.allowNoCRC, Now: time.Now,
		},
		SML:     meterdata.SMLOptions{Names: o.live.names, Now: time.Now},
		Trouble: trouble,
	})
}

func (o options) openBroker(broker string, trouble func(string)) (live.Source, error) {
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

// clientName tells the gateways of one machine apart: each has a journal of its own.
func (o options) clientName() string {
	return fmt.Sprintf("%08x", uint32(xxhash.Sum64String(o.journal)))
} //nolint:gosec // half of it is enough

// brokerOf returns the address of a broker as its library spells it.
func brokerOf(path string) (string, bool) {
	if host, ok := strings.CutPrefix(path, "mqtt://"); ok {
		return "tcp://" + host, true
	}
	if host, ok := strings.CutPrefix(path, "mqtts://"); ok {
		return "tls://" + host, true
	}
	return "", false
}

// zoneOf is a time zone by its name, nil if there is none.
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
