package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// failer is a test or a check of rapid.
type failer interface {
	require.TestingT
	Helper()
}

// rig is a gateway on a network of the test, with a clock of its own.
type rig struct {
	net     *network
	devices []gateway.Device
	dir     string
	now     time.Time
	out     bytes.Buffer
	rows    gateway.Rows
	batch   int // readings of a batch
}

// start is when the stories of these tests begin, on a border of every epoch length.
const start = int64(1_790_000_000 - 1_790_000_000%86_400)

func newRig(t testing.TB, serials ...string) *rig {
	r := &rig{batch: 5, net: newNetwork(), dir: filepath.Join(t.TempDir(), "journal"), now: time.Unix(start+30*86_400, 0)}
	for _, serial := range serials {
		r.net.add(r.device(t, serial), meteridtypes.Registers{Time: start})
	}
	return r
}

// device makes a device with a key that depends on its serial number and on how many keys of it there are.
func (r *rig) device(t failer, serial string) gateway.Device {
	t.Helper()
	var seed [32]byte
	copy(seed[:], fmt.Sprintf("%d %s", len(r.devices), serial))
	d, err := gateway.NewDevice(serial, "issuer", signature.Ed25519, rand.NewChaCha8(seed))
	require.NoError(t, err)
	r.devices = append(r.devices, d)
	return d
}

// run lets a new process of the gateway read an input to its end.
func (r *rig) run(t failer, input meterdata.Reader) error {
	t.Helper()
	journal := r.open(t)
	g := r.gateway(journal)
	err := g.Run(context.Background(), input)
	r.rows = g.Rows()
	require.NoError(t, journal.Close())
	return err
}

// open opens the journal as the next process does.
func (r *rig) open(t failer) *gateway.Journal {
	t.Helper()
	journal, err := gateway.OpenJournal(r.dir, gateway.Header{ChainID: chainID}, len(r.devices))
	require.NoError(t, err)
	return journal
}

func (r *rig) gateway(journal *gateway.Journal) *gateway.Gateway {
	r.out.Reset()
	return &gateway.Gateway{
		Journal: journal, Chain: r.net, Registry: r.net, Devices: r.devices, BatchSize: r.batch, Window: 3, MaxOpen: 1_000,
		GiveUp: time.Hour, Report: gateway.NewReporter(&r.out),
		Poll: time.Second, Now: func() time.Time { return r.now },
		Sleep: func(_ context.Context, pause time.Duration) error { r.now = r.now.Add(pause); return nil },
	}
}

// activatesLate lets a meter be activated once the chain has accepted ten readings of others.
func (r *rig) activatesLate(id uint64) *meter {
	late := r.net.meters[id]
	opening := late.last
	late.Status, late.last = meteridtypes.METER_STATUS_REGISTERED, nil
	r.net.broken = func(what string) bool {
		if what == "committed" && r.net.accepted == 10 {
			late.Status, late.last = meteridtypes.METER_STATUS_ACTIVE, opening
		}
		return false
	}
	return late
}

// lines are what the last run printed of a type.
func (r *rig) lines(t failer, kind string) (found []map[string]any) {
	t.Helper()
	for _, text := range strings.Split(strings.TrimSpace(r.out.String()), "\n") {
		var l map[string]any
		require.NoError(t, json.Unmarshal([]byte(text), &l), text)
		if l["type"] == kind {
			found = append(found, l)
		}
	}
	return found
}

// registers are the last ones that the chain holds of a device.
func (r *rig) registers(serial string) meteridtypes.Registers {
	return *r.net.meters[r.net.serials[serial]].last
}

// list is an input in memory: records and errors of rows.
type list struct{ items []any }

func (l *list) Next() (meterdata.Record, error) {
	if len(l.items) == 0 {
		return meterdata.Record{}, io.EOF
	}
	first := l.items[0]
	l.items = l.items[1:]
	if bad, ok := first.(*meterdata.RowError); ok {
		return meterdata.Record{}, bad
	}
	return first.(meterdata.Record), nil
}

// quarter is the amounts of a quarter of an hour, counted from the start of the story.
func quarter(meter string, n int, importing, exporting uint64) meterdata.Record {
	at := start + int64(n)*900
	return meterdata.Record{
		Line: n + 2, Meter: meter, Kind: meterdata.Amounts, Start: at, End: at + 900,
		Import: meterdata.Of(importing), Export: meterdata.Of(exporting),
	}
}

// shown are the registers of a meter after so many quarters.
func shown(meter string, n int, importing, exporting uint64) meterdata.Record {
	return meterdata.Record{
		Line: n + 2, Meter: meter, Kind: meterdata.Registers, End: start + int64(n)*900,
		Import: meterdata.Of(importing), Export: meterdata.Of(exporting),
	}
}

func input(items ...any) *list { return &list{items} }

// generator is an input that is made while it is read.
type generator func() (record meterdata.Record, more bool)

func (g generator) Next() (meterdata.Record, error) {
	record, more := g()
	if !more {
		return record, io.EOF
	}
	return record, nil
}

// nothing discards output.
type nothing struct{}

func (*nothing) Write(p []byte) (int, error) { return len(p), nil }
