package meterdata_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

func TestInputsAreReadAsTheirHeaderLineSays(t *testing.T) {
	const at = "1795132800"
	m := meterdata.Options{Meter: "m", Step: 15 * time.Minute}
	tests := []struct {
		name    string
		text    string
		options meterdata.Options

		want    meterdata.Record // the only record
		unit    string
		wantErr string
	}{
		{
			name: "consumption and production are netted behind the meter", options: m,
			text: "time,meter,consumed_wh,produced_wh\n" + at + ",a,300,1000.5\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, Export: meterdata.Quantity{Whole: 700, Part: meterdata.Scale / 2}}, unit: "Wh",
		},
		{
			name: "import and export of one interval both count", options: m,
			text: "time,meter,import_kwh,export_kwh\n" + at + ",a,0.3,1\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, Import: meterdata.Of(300), Export: meterdata.Of(1_000)}, unit: "Wh",
		},
		{
			name: "consumption alone", options: m,
			text: "meter,consumed_mwh,time\na,0.0003," + at + "\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, Import: meterdata.Of(300)}, unit: "Wh",
		},
		{
			name: "production alone, of the only meter", options: m,
			text: "time,produced_w\n" + at + ",1200\n",
			want: meterdata.Record{Line: 2, Meter: "m", Kind: meterdata.Amounts, Export: meterdata.Of(300)}, unit: "Wh",
		},
		{
			name: "power over the interval of its row", options: m,
			text: "time,step_s,import_kw\n" + at + ",7,1\n",
			want: meterdata.Record{Line: 2, Meter: "m", Kind: meterdata.Amounts, End: 1_795_132_807, Import: meterdata.Quantity{Whole: 1, Part: meterdata.Scale / 3_600 * 3_400}}, unit: "Wh",
		},
		{
			name: "an end beside the start", options: meterdata.Options{},
			text: "start,end,meter,import_wh\n" + at + ",1795133100,a,5\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, End: 1_795_133_100, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "registers go before amounts", options: m,
			text: "time,meter,consumed_wh,produced_wh,import_register_wh,export_register_wh,production_register_wh\n" + at + ",a,1,2,30,40,50\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Registers, End: 1_795_132_800, Import: meterdata.Of(30), Export: meterdata.Of(40)}, unit: "Wh",
		},
		{
			name: "a single register", options: m,
			text: "time,meter,consumed_l,register_l\n" + at + ",a,1,30\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Registers, End: 1_795_132_800, Import: meterdata.Of(30), Single: true, Litres: true}, unit: "l",
		},
		{
			name: "a register in gallons", options: m,
			text: "time,meter,register_gal\n" + at + ",a,1000000\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Registers, End: 1_795_132_800, Import: meterdata.Quantity{Whole: 3_785_411, Part: meterdata.Scale / 1_000 * 784}, Single: true, Litres: true}, unit: "l",
		},
		{
			name: "a unit that the user corrects", options: meterdata.Options{Unit: "M3"},
			text: "time,meter,register_l\n" + at + ",a,1.5\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Registers, End: 1_795_132_800, Import: meterdata.Of(1_500), Single: true, Litres: true}, unit: "l",
		},
		{
			name: "cells in quotes, with a separator in one", options: m,
			text: "\"time\",\"meter\",\"import_wh\"\n\"" + at + "\",\"a \"\"1\"\", left\",\"5\"\n",
			want: meterdata.Record{Line: 2, Meter: `a "1", left`, Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "a decimal comma in quotes, with its option", options: meterdata.Options{Step: 15 * time.Minute, Decimal: ","},
			text: "time,meter,import_wh\n" + at + ",a,\"5,5\"\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, Import: meterdata.Quantity{Whole: 5, Part: meterdata.Scale / 2}}, unit: "Wh",
		},
		{
			name: "tabs and a separator at the end of each line", options: m,
			text: "time\tmeter\timport_wh\t\n" + at + "\ta\t5\t\n",
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "lines before the header line, comments, blank lines, the header line again and totals", options: m,
			text: "Report of a portal\nsep=;\n\n# made up\ntime;meter;import_wh\n\n#\n;;\n" + at + ";a;5\ntime;meter;import_wh\nTotal;;5\nSumme:;;5\n",
			want: meterdata.Record{Line: 9, Meter: "a", Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "a meter that is called total", options: m,
			text: "meter,time,import_wh\ntotal," + at + ",5\ntotal,,5\n",
			want: meterdata.Record{Line: 2, Meter: "total", Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "Latin-1", options: m,
			text: "time,meter,import_wh\n" + at + ",caf\xe9,5\n",
			want: meterdata.Record{Line: 2, Meter: "café", Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "UTF-16 with the high byte first", options: m,
			text: wide("\ufefftime,meter,import_wh\n"+at+",🔌,5\n", true),
			want: meterdata.Record{Line: 2, Meter: "🔌", Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "UTF-16 without a mark", options: m,
			text: wide("time,meter,import_wh\n"+at+",a,5", false),
			want: meterdata.Record{Line: 2, Meter: "a", Kind: meterdata.Amounts, Import: meterdata.Of(5)}, unit: "Wh",
		},
		{
			name: "a missing step", text: "time,meter,import_wh\n" + at + ",a,5\n",
			wantErr: "expected the length of an interval; the input does not contain it (--step 15m)",
		},
		{
			name: "a missing meter", text: "time,import_register_wh\n" + at + ",5\n",
			wantErr: "expected the name of the meter; the input does not contain it (--meter NAME)",
		},
		{
			name: "a missing unit", text: "entity_id,state,last_changed\na,5,2026-11-20T00:00:00.000Z\n",
			wantErr: "expected the unit of the numbers; the input does not contain it (--unit kWh)",
		},
		{
			name: "two units in one file", text: "time,meter,consumed_wh,produced_kwh\n" + at + ",a,5,5\n", options: m,
			wantErr: "line 1: expected a header line such as time,meter,consumed_wh,produced_wh, got \"time,meter,consumed_wh,produced_kwh\"",
		},
		{
			name: "no header line", text: "2026-11-20T00:00:00Z,a,5,5\n", options: m,
			wantErr: `line 1: expected a header line such as time,meter,consumed_wh,produced_wh, got the row "2026-11-20T00:00:00Z,a,5,5"`,
		},
		{
			name: "a format that was named and is not there", text: "time,meter,consumed_wh\n", options: meterdata.Options{Format: "octopus"},
			wantErr: `line 1: expected a header line such as Start,End,Consumption (kWh), got "time,meter,consumed_wh"`,
		},
		{
			name: "an unknown format", text: "", options: meterdata.Options{Format: "oktopus"},
			wantErr: "expected one of the formats utilityd, enedis, wiener-netze, octopus, home-assistant, homewizard, nem12, green-button, p1, sml or the path of a description, got \"oktopus\" (--format)",
		},
		{name: "nothing", text: "", wantErr: "expected a header line such as time,meter,consumed_wh,produced_wh, got nothing"},
		{name: "a broken gzip file", text: "\x1f\x8bnonsense", wantErr: "expected a whole gzip file"},
		{name: "a step of no whole seconds", options: meterdata.Options{Step: time.Millisecond}, wantErr: "(--step)"},
		{name: "a zone that is none", options: meterdata.Options{Zone: "Paris"}, wantErr: "(--zone)"},
		{name: "a unit that is none", options: meterdata.Options{Unit: "horsepower"}, wantErr: "(--unit)"},
		{name: "a separator that is none", options: meterdata.Options{Separator: "x"}, wantErr: "separator: expected one of"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(tt.text, tt.options)
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			require.Empty(t, c.reasons())
			if tt.want.Kind == meterdata.Amounts {
				tt.want.Start = 1_795_132_800
				if tt.want.End == 0 {
					tt.want.End = tt.want.Start + 900
				}
			}
			require.Equal(t, []meterdata.Record{tt.want}, c.records)
			require.Equal(t, tt.unit, c.format.Unit.Base())
		})
	}
}

func TestARowThatCannotBeUsedCostsNoOther(t *testing.T) {
	const header, next = "time,meter,import_wh,export_wh\n1795132800,a,1,0\n", "1795133700,a,1,0\n"
	tests := []struct{ name, row, want string }{
		{"an empty number", "1795132800,b,,0", "line 3, meter b: import_wh: expected a number, got nothing"},
		{"an empty name", "1795132800,,1,0", "line 3: meter: expected the name of a meter, got nothing"},
		{"an empty time", ",b,1,0", "line 3, meter b: time: expected a time such as 2026-11-20T00:15:00+01:00, or Unix seconds, got nothing"},
		{"too few cells", "1795132800,b,1", "line 3, meter b: expected 4 cells as in the header line, got 3 (--separator, --decimal)"},
		{"a decimal comma between commas", "1795132800,b,1,5,0", "line 3, meter b: expected 4 cells as in the header line, got 5 (--separator, --decimal)"},
		{"a quote that is not closed", `1795132800,"b,1,0`, "line 3: expected a closing quote, and a separator behind it"},
		{"something behind a quote", `1795132800,"b"c,1,0`, "line 3: expected a closing quote, and a separator behind it"},
		{"milliseconds, once the input has been read so far", "1795132800000,b,1,0", "line 3, meter b: time: expected Unix seconds, got milliseconds or finer: divide the column by 1000, got \"1795132800000\""},
		{"a local time, once the input has been read so far", "2026-11-20 00:00,b,1,0", "line 3, meter b: time: expected a time with an offset, or the zone of the local clock (--zone Europe/Berlin), got \"2026-11-20 00:00\""},
		{"a word", "1795132800,b,NaN,0", `line 3, meter b: import_wh: expected a number, got "NaN"`},
		{"a line without end", strings.Repeat("x", 200_000), "line 3: expected a line of at most 65535 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustRead(t, header+tt.row+"\n"+next, meterdata.Options{Step: 15 * time.Minute})
			require.Equal(t, []string{tt.want}, c.reasons())
			require.Len(t, c.records, 2)
		})
	}
}

// TestEverySplitCellIsJoinedAgain compares with the rules of RFC 4180, written as a loop over characters.
func TestEverySplitCellIsJoinedAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.StringMatching(`[a-c",; ]{0,6}`), 1, 5).Draw(t, "cells")
		quotes := rapid.SliceOfN(rapid.Bool(), len(cells), len(cells)).Draw(t, "quotes")
		written, want := make([]string, len(cells)), make([]string, len(cells))
		for i, cell := range cells {
			want[i] = strings.TrimSpace(cell)
			written[i] = cell
			if quotes[i] || strings.ContainsAny(cell, `",`) {
				written[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
		}
		got, err := meterdata.Split(strings.Join(written, ","), ',')
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}
