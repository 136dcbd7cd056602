//go:build unix

package gateway_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/testutil/bench"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	benchMeters = 64
	benchRows   = 64 * 640
)

// formats write the same quarters of 64 meters, as such files have them.
var formats = []struct {
	name   string
	format string // name of the preset, empty: recognised
	write  func() []byte
}{
	{name: "amounts", write: func() []byte {
		return table("time,meter,consumed_wh,produced_wh\n", func(i int) string {
			return fmt.Sprintf("%s,%s,%d,%d\n", benchTime(i).Format(time.RFC3339), benchMeter(i), i%700, i%300)
		})
	}},
	{name: "registers", write: func() []byte {
		return table("time,meter,import_register_wh,export_register_wh\n", func(i int) string {
			return fmt.Sprintf("%d,%s,%d,%d\n", benchTime(i).Unix()+900, benchMeter(i), 500*(i/benchMeters+1), 20*(i/benchMeters+1))
		})
	}},
	{name: "spreadsheet", write: func() []byte {
		return table("\ufeffTime;Meter;Consumed_kWh;Produced_kWh\r\n", func(i int) string {
			return fmt.Sprintf("%s;%s;0,%03d;0,%03d\r\n", benchTime(i).Format("2006-01-02 15:04Z"), benchMeter(i), i%700, i%300)
		})
	}},
	{name: "nem12", format: "nem12", write: func() []byte {
		var out bytes.Buffer
		out.WriteString("100,NEM12,202601010900,MDP1,RETAILER\n")
		for m := range benchMeters {
			fmt.Fprintf(&out, "200,%s,E1,E1,E1,,12345,KWH,15,\n", benchMeter(m))
			for day := range benchRows / benchMeters / 96 {
				fmt.Fprintf(&out, "300,%s%s,A,,,20260101000000,\n",
					time.Unix(start, 0).UTC().AddDate(0, 0, day+1).Format("20060102"), strings.Repeat(",0.125", 96))
			}
		}
		out.WriteString("900\n")
		return out.Bytes()
	}},
}

func table(header string, row func(i int) string) []byte {
	var out bytes.Buffer
	out.WriteString(header)
	for i := range benchRows {
		out.WriteString(row(i))
	}
	return out.Bytes()
}

func benchTime(i int) time.Time { return time.Unix(start+int64(i/benchMeters)*900, 0).UTC() }
func benchMeter(i int) string   { return fmt.Sprintf("meter-%02d", i%benchMeters) }

// BenchmarkIngest measures how many rows a second of one core go from a file into the journal, and how many are only read.
func BenchmarkIngest(b *testing.B) {
	for _, f := range formats {
		text := f.write()
		b.Run(f.name, func(b *testing.B) {
			var read, signed bench.Costs
			rows := 0
			for b.Loop() {
				read.Add(bench.Of(func() { rows = drain(b, opened(b, text, f.format)) }))
				pump, journal := newPump(b)
				signed.Add(bench.Of(func() { require.NoError(b, pump.All(b.Context(), opened(b, text, f.format))) }))
				require.EqualValues(b, rows, pump.Rows.Taken)
				require.NoError(b, journal.Close())
			}
			b.ReportMetric(bench.Rate(read.Best(), rows), "read-rows/s/core")
			b.ReportMetric(bench.Rate(signed.Best(), rows), "signed-rows/s/core")
		})
	}
}

func opened(t testing.TB, text []byte, format string) meterdata.Reader {
	t.Helper()
	in, err := meterdata.Open(bytes.NewReader(text), meterdata.Options{Format: format, Step: 15 * time.Minute})
	require.NoError(t, err)
	return in
}

// drain counts the records of an input.
func drain(t testing.TB, in meterdata.Reader) (rows int) {
	t.Helper()
	for {
		if _, err := in.Next(); err != nil {
			require.ErrorContains(t, err, "EOF")
			return rows
		}
		rows++
	}
}

// newPump is a pump for the meters of the files, with a journal on disk.
func newPump(t testing.TB) (*gateway.Pump, *gateway.Journal) {
	t.Helper()
	r := newRig(t)
	for m := range benchMeters {
		r.net.add(r.device(t, benchMeter(m)), meteridtypes.Registers{Time: start})
	}
	journal := open(t, r.dir)
	roster := gateway.NewRoster(r.net, r.devices, time.Now)
	for _, d := range r.devices {
		_, err := roster.Refresh(t.Context(), d.Serial)
		require.NoError(t, err)
	}
	now := func() time.Time { return time.Unix(start+400*86_400, 0) }
	return &gateway.Pump{Journal: journal, Roster: roster, Now: now, MaxDrift: time.Minute, Report: func(gateway.Event) {}}, journal
}

// A file of any length takes as much memory as a short one, as long as the chain keeps up.
func TestMemoryIsFlatOverALongFile(t *testing.T) {
	r := newRig(t)
	const meters, quarters = benchMeters, 600
	for m := range meters {
		r.net.add(r.device(t, benchMeter(m)), meteridtypes.Registers{Time: start})
	}
	r.now = time.Unix(start+quarters*900, 0)
	journal, err := gateway.OpenJournal(r.dir, gateway.Header{ChainID: chainID}, meters)
	require.NoError(t, err)
	g := r.gateway(journal)
	g.BatchSize, g.Report = 1_024, gateway.NewReporter(new(nothing))
	var highest uint64
	rows := 0
	require.NoError(t, g.Run(t.Context(), generator(func() (meterdata.Record, bool) {
		if rows%10_000 == 0 {
			runtime.GC()
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			highest = max(highest, stats.HeapAlloc)
		}
		record := quarter(benchMeter(rows), rows/meters, 10, 0)
		rows++
		r.net.forget()
		return record, rows <= meters*quarters
	})))
	require.EqualValues(t, meters*quarters, r.net.accepted)
	require.Less(t, highest, uint64(64<<20), "bytes of the heap, the network of the test included")
	require.NoError(t, journal.Close())
}
