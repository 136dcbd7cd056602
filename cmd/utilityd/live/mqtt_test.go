package live_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// timed and plain are a topic whose payloads have a time and one whose payloads have none.
const (
	timed = `{"topic":"timed/+","register":"kwh","unit":"kWh","time":"time"}`
	plain = `{"topic":"plain/+","register":".","unit":"kWh"}`
)

func payload(n int) string { return fmt.Sprintf(`{"kwh":%d,"time":%d}`, n, received+n) }

// source is an MQTT source with the settings of the test broker, which change may alter.
func source(t *testing.T, r *running, address string, change func(*live.MQTTOptions)) live.Source {
	t.Helper()
	mapping, err := live.ParseMapping([]byte(`{"topics":[` + timed + "," + plain + `]}`))
	require.NoError(t, err)
	options := live.MQTTOptions{
		Broker: "mqtt://" + address, ClientID: "g1", User: "gateway", Password: "secret", Mapping: mapping, Backoff: quick,
		Trouble: r.trouble, Now: func() time.Time { return time.Unix(received, 0) },
	}
	if change != nil {
		change(&options)
	}
	s, err := live.NewMQTT(options)
	require.NoError(t, err)
	return s
}

func TestMQTTLosesNothingWithATimeWhenTheBrokerRestarts(t *testing.T) {
	file, address := filepath.Join(t.TempDir(), "sessions"), freeAddress(t)
	b := startBroker(t, file, address)
	b.listen()
	r := newRunning(t)
	// The source must not come back before the broker has closed its port.
	patient := func(o *live.MQTTOptions) {
		o.Backoff = live.Backoff{Min: 300 * time.Millisecond, Max: 300 * time.Millisecond}
	}
	r.run(source(t, r, address, patient), accept)
	b.subscribed("g1", "timed/+")
	b.publish("timed/flat", payload(1), false)
	require.Equal(t, single(1, "flat", received+1, meterdata.Of(1_000)), r.wantKWh(1))
	b.publish("plain/flat", "2", false)
	require.Equal(t, single(2, "flat", received, meterdata.Of(2_000)), r.wantKWh(2))

	b.settled()
	b.stop()
	r.wantTrouble("trying again until it works")
	b = startBroker(t, file, address) // nothing can connect yet: these are published while the source is away
	b.publish("timed/flat", payload(3), false)
	b.publish("plain/flat", "4", false)
	b.publish("timed/flat", payload(5), false)
	b.listen()
	r.wantAllKWh(3, 5) // 4 has no time and would be dated wrongly
	b.subscribed("g1", "timed/+")
	r.wantTrouble("trying again until it works", "works again")
	b.publish("plain/flat", "6", false)
	r.wantKWh(6)

	r.stop()
	require.ErrorIs(t, r.wantEnd(), context.Canceled)
	require.Empty(t, r.records, "nothing comes twice")
	require.Empty(t, r.refused)
	b.stop()
}

func TestMQTTMessageThatWasNotTakenComesAgain(t *testing.T) {
	address := freeAddress(t)
	b := startBroker(t, filepath.Join(t.TempDir(), "sessions"), address)
	b.listen()
	full := errors.New("expected room on the disk, got none")
	r := newRunning(t)
	r.run(source(t, r, address, nil), func(record meterdata.Record) error {
		if record.Import == meterdata.Of(2_000) {
			return full
		}
		return nil
	})
	b.subscribed("g1", "timed/+")
	for n := 1; n <= 3; n++ {
		b.publish("timed/flat", payload(n), false)
	}
	r.wantKWh(1)
	require.ErrorIs(t, r.wantEnd(), full)

	r = newRunning(t)
	r.run(source(t, r, address, nil), accept)
	r.wantAllKWh(2, 3)
	r.stop()
	require.ErrorIs(t, r.wantEnd(), context.Canceled)
	b.stop()
}

func TestMQTTRetainedMessageCountsIfItHasATime(t *testing.T) {
	address := freeAddress(t)
	b := startBroker(t, filepath.Join(t.TempDir(), "sessions"), address)
	b.publish("plain/flat", "1", true)
	b.publish("timed/flat", payload(2), true)
	b.listen()
	r := newRunning(t)
	r.run(source(t, r, address, nil), accept)
	require.Equal(t, "flat", r.wantKWh(2).Meter)
	b.subscribed("g1", "plain/+")
	b.publish("timed/flat", `{"kwh":"x","time":1}`, false)
	require.Contains(t, (<-r.refused).Error(), "topic timed/flat: kwh: expected a number")
	b.publish("plain/flat", "3", false)
	r.wantKWh(3)
	r.stop()
	require.Error(t, r.wantEnd())
	b.stop()
}

func TestMQTTWithTLSAndPassword(t *testing.T) {
	server, caFile := certificate(t)
	address := freeAddress(t)
	b := startBroker(t, filepath.Join(t.TempDir(), "sessions"), address)
	b.tls = server
	b.listen()
	tests := []struct {
		name   string
		change func(*live.MQTTOptions)

		wantTrouble string
	}{
		{name: "the right certificate and password", change: func(o *live.MQTTOptions) { o.Broker, o.CAFile = "mqtts://"+address, caFile }},
		{
			name:        "a certificate that is not one of the machine",
			change:      func(o *live.MQTTOptions) { o.Broker = "mqtts://" + address },
			wantTrouble: "certificate signed by unknown authority",
		},
		{
			name:        "a wrong password",
			change:      func(o *live.MQTTOptions) { o.Broker, o.CAFile, o.Password = "mqtts://"+address, caFile, "wrong" },
			wantTrouble: "not Authorized",
		},
		{
			name:        "no TLS",
			change:      func(*live.MQTTOptions) {},
			wantTrouble: "trying again until it works",
		},
	}
	for i, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			b.t = t
			r := newRunning(t)
			id := fmt.Sprintf("g%d", i)
			r.run(source(t, r, address, func(o *live.MQTTOptions) { tc.change(o); o.ClientID = id }), accept)
			if tc.wantTrouble == "" {
				b.subscribed(id, "timed/+")
				b.publish("timed/flat", payload(1), false)
				r.wantKWh(1)
			} else {
				r.wantTrouble(tc.wantTrouble)
			}
			r.stop()
			require.ErrorIs(t, r.wantEnd(), context.Canceled)
		})
	}
	// The broker is left running: it is not made to be closed while connections that fail are still being accepted.
}
