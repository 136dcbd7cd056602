package meterdata_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

const goodFile = `time,meter,consumed_wh,produced_wh
2026-11-20T00:00:00Z,roof,10,500
2026-11-20T00:00:00Z,flat,300,0
2026-11-20T00:15:00Z,roof,10,500
2026-11-20T00:15:00Z,flat,300,0
`

var (
	quarter = meterdata.Options{Step: 15 * time.Minute}
	good    = map[string]total{"roof": {"0", "980"}, "flat": {"600", "0"}}
	oneBad  = map[string]total{"roof": {"0", "980"}, "flat": {"300", "0"}}
)

// changed is the good file with some text replaced.
func changed(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(goodFile) }

// edges are the small odd files: each is tested as written here, and as the file of that name if the shared data is there.
var edges = []struct {
	name    string
	file    string
	text    string
	options meterdata.Options

	want    map[string]total
	refused string // the only row that cannot be used
	wantErr string
}{
	{
		name: "a byte-order mark is no part of the first column",
		file: "bom.csv", text: "\ufeff" + goodFile, options: quarter,
		want: good,
	},
	{
		name: "UTF-16 with its low byte first is read",
		file: "utf16.csv", text: wide("\ufeff"+goodFile, false), options: quarter,
		want: good,
	},
	{
		name: "lines may end as on Windows",
		file: "crlf.csv", text: changed("\n", "\r\n"), options: quarter,
		want: good,
	},
	{
		name: "blanks in the header line do not matter",
		file: "spaces-in-header.csv", text: changed("time,meter,consumed_wh,produced_wh", "time, meter, consumed_wh, produced_wh"), options: quarter,
		want: good,
	},
	{
		name: "capitals in the header line do not matter",
		file: "capitals-in-header.csv", text: changed("time,meter,consumed_wh,produced_wh", "Time,Meter,Consumed_Wh,Produced_Wh"), options: quarter,
		want: good,
	},
	{
		name: "the header line shows the separator",
		file: "semicolon.csv", text: changed(",", ";"), options: quarter,
		want: good,
	},
	{
		name: "kWh have decimals",
		file: "decimal-point-kwh.csv",
		text: "time,meter,consumed_kwh,produced_kwh\n2026-11-20T00:00:00Z,roof,0.010,0.500\n2026-11-20T00:00:00Z,flat,0.300,0.000\n", options: quarter,
		want: map[string]total{"roof": {"0", "490"}, "flat": {"300", "0"}},
	},
	{
		name: "fractions of a Wh add up",
		file: "decimal-point-wh.csv", text: changed("300", "300.4"), options: quarter,
		want: map[string]total{"roof": {"0", "980"}, "flat": {"600.8", "0"}},
	},
	{
		name: "a decimal comma is recognised between semicolons",
		file: "decimal-comma.csv", text: changed(",", ";", "300", "300,4"), options: quarter,
		want: map[string]total{"roof": {"0", "980"}, "flat": {"600.8", "0"}},
	},
	{
		name: "a whole number may have decimals of zero",
		file: "float-integer.csv", text: changed("300", "300.0"), options: quarter,
		want: good,
	},
	{
		name: "an exponent is read",
		file: "exponent.csv", text: changed("300", "3e2"), options: quarter,
		want: good,
	},
	{
		name: "a blank may stand for the T of a time",
		file: "space-instead-of-t.csv", text: changed("T00", " 00"), options: quarter,
		want: good,
	},
	{
		name: "a time may have no seconds",
		file: "no-seconds.csv", text: changed(":00Z", "Z"), options: quarter,
		want: good,
	},
	{
		name: "an offset may have no colon",
		file: "offset-without-colon.csv", text: changed("Z,", "+0000,"), options: quarter,
		want: good,
	},
	{
		name: "a fraction of a second of zero is dropped",
		file: "fraction-of-second.csv", text: changed("Z,", ".000Z,"), options: quarter,
		want: good,
	},
	{
		name: "a date with the day first is read in its zone",
		file: "european-date.csv", text: changed("2026-11-20T", "20.11.2026 ", "Z,", ","),
		options: meterdata.Options{Step: 15 * time.Minute, Zone: "UTC"},
		want:    good,
	},
	{
		name: "a local time without a zone is refused with the option that helps",
		file: "european-date.csv", text: changed("2026-11-20T", "20.11.2026 ", "Z,", ","), options: quarter,
		wantErr: `line 2, meter roof: time: expected a time with an offset, or the zone of the local clock (--zone Europe/Berlin), got "20.11.2026 00:00:00"`,
	},
	{
		name: "milliseconds are refused at the first row",
		file: "milliseconds.csv", text: changed("2026-11-20T00:00:00Z", "1795132800000", "2026-11-20T00:15:00Z", "1795133700000"), options: quarter,
		wantErr: `line 2, meter roof: time: expected Unix seconds, got milliseconds or finer: divide the column by 1000, got "1795132800000"`,
	},
	{
		name: "the newest row first is refused with the option that helps",
		file: "newest-first.csv", text: changed("00:00:00Z", "00:15:00Z", "00:15:00Z", "00:00:00Z"), options: quarter,
		wantErr: "expected the oldest row first (--newest-first reads a file with the newest first)",
	},
	{
		name: "the newest row first is read from the end",
		file: "newest-first.csv", text: changed("00:00:00Z", "00:15:00Z", "00:15:00Z", "00:00:00Z"),
		options: meterdata.Options{Step: 15 * time.Minute, Reverse: true},
		want:    good,
	},
	{
		name: "an empty cell costs its row",
		file: "empty-cell.csv", text: strings.Replace(goodFile, "flat,300", "flat,", 1), options: quarter,
		want: oneBad, refused: "line 3, meter flat: consumed_wh: expected a number, got nothing",
	},
	{
		name: "a dash costs its row",
		file: "dash-cell.csv", text: strings.Replace(goodFile, "flat,300", "flat,-", 1), options: quarter,
		want: oneBad, refused: `line 3, meter flat: consumed_wh: expected a number, got "-"`,
	},
	{
		name: "a negative amount costs its row",
		file: "negative.csv", text: strings.Replace(goodFile, "flat,300", "flat,-5", 1), options: quarter,
		want: oneBad, refused: `line 3, meter flat: consumed_wh: expected 0 or more, got "-5"`,
	},
	{
		name: "a doubled row is two records; the gateway removes duplicates",
		file: "doubled-row.csv", text: strings.Replace(goodFile, "Z,flat,300,0", "Z,flat,300,0\n2026-11-20T00:00:00Z,flat,300,0", 1), options: quarter,
		want: map[string]total{"roof": {"0", "980"}, "flat": {"900", "0"}},
	},
	{
		name: "times that are off the grid stay as they are",
		file: "off-grid.csv", text: changed("15:00Z", "15:07Z"), options: quarter,
		want: good,
	},
	{
		name:    "an Enedis export holds average kW in the time of Paris",
		file:    "enedis.csv",
		text:    "\ufeffDébut;Fin;Valeur (en kW)\n02/03/2026 00:00:00;02/03/2026 00:30:00;4,030\n",
		options: meterdata.Options{Meter: "home"},
		want:    map[string]total{"home": {"2015", "0"}},
	},
	{
		name: "a day of NEM12 is 96 quarters",
		file: "nem12.csv",
		text: "100,NEM12,202611200900,MDP1,RETAILER\n200,6001000001,E1B1,E1,E1,,12345,KWH,15,\n300,20261120," +
			strings.Repeat("0.125,", 96) + "A,,,20261121060000,\n900\n",
		want: map[string]total{"6001000001": {"12000", "0"}},
	},
}

func TestOddFilesComeOutRight(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "shared", "data", "edge")
	for _, tt := range edges {
		check := func(t *testing.T, c content, err error) {
			t.Helper()
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, c.totals)
			if tt.refused == "" {
				require.Empty(t, c.reasons())
			} else {
				require.Equal(t, []string{tt.refused}, c.reasons())
			}
		}
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(tt.text, tt.options)
			check(t, c, err)
		})
		t.Run(tt.name+", in the shared file", func(t *testing.T) {
			path := filepath.Join(folder, tt.file)
			if _, err := os.Stat(path); err != nil {
				t.Skip("no ../shared/data beside the repository")
			}
			c, err := readAll(meterdata.OpenFile(path, tt.options))
			check(t, c, err)
		})
	}
}

// TestLargeSharedFiles reads files that are too large for a literal; other tests generate the same kinds of input.
func TestLargeSharedFiles(t *testing.T) {
	autumn := map[string]total{"roof": {"3800", "13200"}, "flat": {"12000", "0"}}
	litres := map[string]total{"w1": {"2240", "0"}, "w2": {"2240", "0"}, "w3": {"2240", "0"}}
	hour := meterdata.Options{Step: time.Hour}
	tests := []struct {
		name, file string
		options    meterdata.Options

		want map[string]total
		sum  total
	}{
		{name: "a day of 25 hours with offsets", file: "edge/dst-autumn-100-quarters.csv", options: quarter, want: autumn},
		{
			name: "a day of 25 hours without offsets", file: "edge/dst-autumn-no-offset.csv",
			options: meterdata.Options{Step: 15 * time.Minute, Zone: "Europe/Berlin"}, want: autumn,
		},
		{name: "a day of 23 hours", file: "edge/dst-spring-92-quarters.csv", options: quarter, sum: total{"14440", "13200"}},
		{name: "42 meters", file: "edge/two-prosumers-forty-consumers.csv", options: quarter, sum: total{"289132", "120429"}},
		{name: "a plant", file: "edge/solar-ten-days.csv", options: quarter, sum: total{"940", "375000"}},
		{name: "ten homes, hour by hour, netted behind the meter", file: "energy-fontana/energy.csv.gz", options: hour, sum: total{"44280574", "16891673"}},
		{name: "a plant in Turin", file: "solar-plants/turin.csv", options: hour, sum: total{"0", "755060440"}},
		{name: "a roof in Golden", file: "solar-plants/serf-east.csv", options: quarter, sum: total{"1675", "1473974"}},
		{name: "registers of water", file: "edge/water-good.csv", want: litres},
		{name: "registers of water in m3", file: "edge/water-m3-3-decimals.csv", options: meterdata.Options{Unit: meterdata.CubicMetre}, want: litres},
		{name: "a register that shows 0 once", file: "edge/water-glitch-to-0-and-back.csv", want: litres},
		{name: "a register that runs back and forth", file: "edge/water-reverse-30-litres.csv", want: litres},
		{name: "a leak", file: "edge/water-leak-3-days.csv", want: map[string]total{"w1": {"2240", "0"}, "w2": {"2240", "0"}, "w3": {"31040", "0"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join("..", "..", "..", "..", "shared", "data", filepath.FromSlash(tt.file))
			if _, err := os.Stat(path); err != nil {
				t.Skip("no ../shared/data beside the repository")
			}
			c, err := readAll(meterdata.OpenFile(path, tt.options))
			require.NoError(t, err)
			require.Empty(t, c.reasons())
			if tt.want != nil {
				require.Equal(t, tt.want, c.totals)
				return
			}
			var sum meterdata.Record
			for _, r := range c.records {
				sum.Import, err = sum.Import.Plus(r.Import)
				require.NoError(t, err)
				sum.Export, err = sum.Export.Plus(r.Export)
				require.NoError(t, err)
			}
			require.Equal(t, tt.sum, total{sum.Import.String(), sum.Export.String()})
		})
	}
}

// TestARegisterThatRunsOverIsReadAsItStands leaves the roll-over to the gateway, which has the digits of the register.
func TestARegisterThatRunsOverIsReadAsItStands(t *testing.T) {
	check := func(c content, err error) {
		require.NoError(t, err)
		var w2 []meterdata.Quantity
		for _, r := range c.records {
			if r.Meter == "w2" {
				w2 = append(w2, r.Import)
			}
		}
		require.EqualValues(t, 2_240, w2[len(w2)-1].Whole+1_000_000-w2[0].Whole)
	}
	check(read("time,meter,register_l\n1780272000,w2,999900\n1780275600,w2,2140\n", meterdata.Options{}))
	path := filepath.Join("..", "..", "..", "..", "shared", "data", "edge", "water-rollover-6-digits.csv")
	if _, err := os.Stat(path); err != nil {
		t.Skip("no ../shared/data beside the repository")
	}
	check(readAll(meterdata.OpenFile(path, meterdata.Options{})))
}

// wide writes UTF-16.
func wide(text string, highFirst bool) string {
	var bytes []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := []byte{byte(unit), byte(unit >> 8)}
		if highFirst {
			pair[0], pair[1] = pair[1], pair[0]
		}
		bytes = append(bytes, pair...)
	}
	return string(bytes)
}
