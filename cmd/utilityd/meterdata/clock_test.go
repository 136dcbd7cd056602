package meterdata_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

const localTime = "2006-01-02 15:04:05"

// TestTheHourThatComesTwiceIsToldApartByItsOrder writes two days around each clock change in local time and reads them back.
func TestTheHourThatComesTwiceIsToldApartByItsOrder(t *testing.T) {
	changes := map[string][]string{
		"Europe/Berlin":       {"2026-10-25T01:00:00Z", "2026-03-29T01:00:00Z"},
		"Europe/London":       {"2026-10-25T01:00:00Z", "2026-03-29T01:00:00Z"},
		"America/New_York":    {"2026-11-01T06:00:00Z", "2026-03-08T07:00:00Z"},
		"Australia/Lord_Howe": {"2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"},
	}
	header := map[string]string{
		"start":     "time,meter,import_wh\n",
		"end":       "time,meter,import_wh\n",
		"both":      "time,end,meter,import_wh\n",
		"registers": "time,meter,import_register_wh\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{"Europe/Berlin", "Europe/London", "America/New_York", "Australia/Lord_Howe"}).Draw(t, "zone")
		location, err := time.LoadLocation(zone)
		require.NoError(t, err)
		change, err := time.Parse(time.RFC3339, rapid.SampledFrom(changes[zone]).Draw(t, "change"))
		require.NoError(t, err)
		steps := []int64{300, 900, 1_800, 3_600}
		if zone == "Australia/Lord_Howe" {
			steps = steps[:3] // its clock is put back by half an hour only
		}
		step := rapid.SampledFrom(steps).Draw(t, "step")
		kind := rapid.SampledFrom([]string{"start", "end", "both", "registers"}).Draw(t, "kind")
		meters := rapid.IntRange(1, 3).Draw(t, "meters")
		var text strings.Builder
		text.WriteString(header[kind])
		var want []int64
		local := func(unix int64) string { return time.Unix(unix, 0).In(location).Format(localTime) }
		for start := change.Unix() - 6*3_600; start < change.Unix()+6*3_600; start += step {
			for m := range meters {
				switch end := start + step; kind {
				case "start":
					fmt.Fprintf(&text, "%s,m%d,1\n", local(start), m)
				case "both":
					fmt.Fprintf(&text, "%s,%s,m%d,1\n", local(start), local(end), m)
				default:
					fmt.Fprintf(&text, "%s,m%d,1\n", local(end), m)
				}
				want = append(want, start+step)
			}
		}
		o := meterdata.Options{Zone: zone, Step: time.Duration(step) * time.Second}
		if kind == "both" || kind == "registers" {
			o.Step = 15 * time.Minute // the gateway's default, whatever the file has
		}
		previous := meterdata.Format{Name: "labels", Times: meterdata.End, Unit: meterdata.WattHour, Columns: meterdata.Columns{Time: "time", Meter: "meter", Import: []string{"import_wh"}}}
		if kind == "end" {
			o.Previous = &previous
		}
		c, err := read(text.String(), o)
		require.NoError(t, err)
		require.Empty(t, c.reasons())
		require.Len(t, c.records, len(want))
		for i, r := range c.records {
			require.Equal(t, want[i], r.End, "line %d", r.Line)
			if kind != "registers" {
				require.Equal(t, want[i]-step, r.Start, "line %d", r.Line)
			}
		}
	})
}

func TestRowsAroundAClockChange(t *testing.T) {
	berlin := meterdata.Options{Zone: "Europe/Berlin", Step: 15 * time.Minute}
	tests := []struct {
		name    string
		text    string
		options meterdata.Options
		last    string // of an earlier run

		want    []string // first and last second of each interval, in UTC
		refused []string
	}{
		{
			name:    "a doubled row stays a doubled row",
			text:    "time,meter,import_wh\n2026-10-25 02:00,m,1\n2026-10-25 02:00,m,1\n2026-10-25 02:15,m,1\n",
			options: berlin,
			want:    []string{"00:00-00:15", "00:00-00:15", "00:15-00:30"},
		},
		{
			name:    "a doubled row of the second hour stays in the second hour",
			text:    "time,meter,import_wh\n2026-10-25 02:45,m,1\n2026-10-25 02:00,m,1\n2026-10-25 02:00,m,1\n2026-10-25 02:15,m,1\n",
			options: berlin,
			want:    []string{"00:45-01:00", "01:00-01:15", "01:00-01:15", "01:15-01:30"},
		},
		{
			name:    "a gap within the first hour does not begin the second",
			text:    "time,meter,import_wh\n2026-10-25 02:00,m,1\n2026-10-25 02:45,m,1\n2026-10-25 02:00,m,1\n",
			options: berlin,
			want:    []string{"00:00-00:15", "00:45-01:00", "01:00-01:15"},
		},
		{
			name:    "each meter has its own order",
			text:    "time,meter,import_wh\n2026-10-25 02:45,a,1\n2026-10-25 02:00,a,1\n2026-10-25 02:00,b,1\n",
			options: berlin,
			want:    []string{"00:45-01:00", "01:00-01:15", "00:00-00:15"},
		},
		{
			name:    "hours that come twice are two hours",
			text:    "time,end,meter,import_wh\n2026-10-25 02:00,2026-10-25 03:00,m,1\n2026-10-25 02:00,2026-10-25 03:00,m,1\n2026-10-25 03:00,2026-10-25 04:00,m,1\n",
			options: meterdata.Options{Zone: "Europe/Berlin"},
			want:    []string{"00:00-01:00", "01:00-02:00", "02:00-03:00"},
		},
		{
			name:    "an end at the time that never was is the moment of the change",
			text:    "time,end,meter,import_wh\n2026-03-29 01:45,2026-03-29 02:00,m,1\n",
			options: meterdata.Options{Zone: "Europe/Berlin"},
			want:    []string{"00:45-01:00"},
		},
		{
			name:    "a beginning in the hour that never was costs its row",
			text:    "time,meter,import_wh\n2026-03-29 01:45,m,1\n2026-03-29 02:15,m,1\n",
			options: berlin,
			want:    []string{"00:45-01:00"},
			refused: []string{`line 3, meter m: time: expected a local time that exists; the clocks went forward, got "2026-03-29 02:15"`},
		},
		{
			name:    "a stream that starts again in the second hour goes on there",
			text:    "time,meter,import_wh\n2026-10-25 02:30,m,1\n",
			options: berlin, last: "2026-10-25T01:30:00Z",
			want: []string{"01:30-01:45"},
		},
		{
			name:    "a file that is read again from its beginning begins in the first hour",
			text:    "time,meter,import_wh\n2026-10-25 02:30,m,1\n",
			options: berlin, last: "2026-10-27T00:00:00Z",
			want: []string{"00:30-00:45"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.last != "" {
				last, err := time.Parse(time.RFC3339, tt.last)
				require.NoError(t, err)
				tt.options.Last = func(string) int64 { return last.Unix() }
			}
			c := mustRead(t, tt.text, tt.options)
			var got []string
			for _, r := range c.records {
				got = append(got, time.Unix(r.Start, 0).UTC().Format("15:04-")+time.Unix(r.End, 0).UTC().Format("15:04"))
			}
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.refused, c.reasons())
		})
	}
}
