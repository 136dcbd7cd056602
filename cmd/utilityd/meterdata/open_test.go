package meterdata_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// TestARowOfAStreamComesOutAsSoonAsItsLineIsComplete blocks if a reader waits for more than the line.
func TestARowOfAStreamComesOutAsSoonAsItsLineIsComplete(t *testing.T) {
	encodings := map[string]func(io.Writer, string) error{
		"plain":  func(w io.Writer, text string) error { _, err := io.WriteString(w, text); return err },
		"UTF-16": func(w io.Writer, text string) error { _, err := io.WriteString(w, wide(text, true)); return err },
	}
	packed := map[io.Writer]*gzip.Writer{}
	encodings["gzip"] = func(w io.Writer, text string) error {
		if packed[w] == nil {
			packed[w] = gzip.NewWriter(w)
		}
		_, err := io.WriteString(packed[w], text)
		return errors.Join(err, packed[w].Flush())
	}
	for name, write := range encodings {
		t.Run(name, func(t *testing.T) {
			r, w := io.Pipe()
			failed := make(chan error, 1)
			send := func(text string) { failed <- write(w, text) }
			go send("time,meter,import_wh\n")
			in, err := meterdata.Open(r, quarter)
			require.NoError(t, err)
			require.NoError(t, <-failed)
			for i, at := range []string{"1795132800", "1795133700", "1795134600"} {
				go send(at + ",a,5\n")
				record, err := in.Next()
				require.NoError(t, err)
				require.NoError(t, <-failed)
				require.Equal(t, i+2, record.Line)
			}
			require.NoError(t, w.CloseWithError(io.ErrClosedPipe))
			_, err = in.Next()
			require.ErrorIs(t, err, io.ErrClosedPipe)
			_, err = in.Next()
			require.ErrorIs(t, err, io.ErrClosedPipe, "and it stays so")
		})
	}
}

// TestTheSmallestPiecesAreEnough reads byte by byte.
func TestTheSmallestPiecesAreEnough(t *testing.T) {
	for _, tt := range edges {
		if tt.wantErr != "" || tt.options.Reverse {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			c, err := readAll(meterdata.Open(iotest.OneByteReader(strings.NewReader(tt.text)), tt.options))
			require.NoError(t, err)
			require.Equal(t, tt.want, c.totals)
		})
	}
}

func TestAnInputThatBreaksOffIsNoEnd(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := io.WriteString(w, goodFile)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	c, err := readAll(meterdata.Open(&packed, quarter))
	require.NoError(t, err)
	require.Equal(t, good, c.totals)

	broken := io.MultiReader(strings.NewReader(goodFile+"2026-11-20T00:30:00Z,flat,3"), iotest.ErrReader(io.ErrUnexpectedEOF))
	c, err = readAll(meterdata.Open(broken, quarter))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Len(t, c.records, 4, "the beginning of a line is no row")
}

func TestAStreamGoesOnWithoutItsHeaderLine(t *testing.T) {
	o := meterdata.Options{Zone: "Europe/Vienna", Step: 15 * time.Minute, Meter: "m"}
	begun := mustRead(t, "zeit;time;import_kwh\nx;20.11.2026 12:00;1.234,5\n", o)
	require.Equal(t, ",", begun.format.Decimal)
	stored, err := json.Marshal(begun.format)
	require.NoError(t, err)
	var previous meterdata.Format
	require.NoError(t, json.Unmarshal(stored, &previous))
	require.Equal(t, begun.format, previous)

	o.Zone, o.Previous = "", &previous
	tests := []struct {
		name, text string

		want    map[string]total
		refused []string
	}{
		{
			name: "rows like those before", text: "x;20.11.2026 12:15;0,002\ny;20.11.2026 12:30;0,003\n",
			want: map[string]total{"m": {"5", "0"}},
		},
		{
			name: "the header line, repeated", text: "zeit;time;import_kwh\nx;20.11.2026 12:15;0,002\n",
			want: map[string]total{"m": {"2", "0"}},
		},
		{
			name: "the header line, later", text: "x;20.11.2026 12:15;0,002\nzeit;time;import_kwh\ny;20.11.2026 12:30;0,003\n",
			want: map[string]total{"m": {"5", "0"}},
		},
		{
			name: "another header line", text: "time,import_wh\n2026-11-20T12:15:00Z,2\n",
			want: map[string]total{"m": {"2", "0"}},
		},
		{
			name: "a bad row first", text: "x;yesterday;0,002\ny;20.11.2026 12:30;0,003\n",
			want:    map[string]total{"m": {"3", "0"}},
			refused: []string{`line 1, meter m: time: expected a time such as 2026-11-20T00:15:00+01:00, or Unix seconds, got "yesterday"`},
		},
		{
			name: "milliseconds first, which no longer end the input", text: "x;1795132800000;0,002\ny;20.11.2026 12:30;0,003\n",
			want:    map[string]total{"m": {"3", "0"}},
			refused: []string{`line 1, meter m: time: expected Unix seconds, got milliseconds or finer: divide the column by 1000, got "1795132800000"`},
		},
		{
			name: "the newest row first, which no longer ends the input", text: "x;20.11.2026 12:30;0,002\ny;20.11.2026 12:15;0,003\n",
			want: map[string]total{"m": {"5", "0"}},
		},
		{
			name: "the rest of a line first", text: ",002\ny;20.11.2026 12:30;0,003\n",
			want:    map[string]total{"m": {"3", "0"}},
			refused: []string{`line 1: expected a header line such as time,meter,consumed_wh,produced_wh, got ",002"`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustRead(t, tt.text, o)
			require.Equal(t, tt.want, c.totals)
			require.Equal(t, tt.refused, c.reasons())
		})
	}
}

func TestAFormatCanBeDescribed(t *testing.T) {
	write := func(t *testing.T, text string) string {
		path := filepath.Join(t.TempDir(), "mine.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	path := write(t, `{
	"name": "mine", "separator": ";", "decimal": ",", "thousands": ".", "unit": "KWH", "zone": "Europe/Madrid", "times": "end", "step_seconds": 3600,
	"columns": {"date": "Fecha", "clock": "Hora", "meter": "CUPS", "import": ["AE_kWh"], "export": ["*vertida"]}
}`)
	text := "CUPS;Fecha;Hora;AE_kWh;Energía vertida\nES1;01/02/2026;1:00;1.000,5;0\nES1;01/02/2026;24:00;0,5;1\n"
	_, err := read(text, meterdata.Options{Format: path})
	require.ErrorContains(t, err, "--dates")
	c := mustRead(t, text, meterdata.Options{Format: path, Dates: meterdata.DayFirst, Step: 15 * time.Minute})
	require.Empty(t, c.reasons())
	require.Equal(t, map[string]total{"ES1": {"1001000", "1000"}}, c.totals)
	require.Equal(t, "2026-01-31T23:00:00Z", time.Unix(c.records[0].Start, 0).UTC().Format(time.RFC3339))
	require.Equal(t, "2026-02-01T23:00:00Z", time.Unix(c.records[1].End, 0).UTC().Format(time.RFC3339))
	require.Equal(t, meterdata.KilowattHour, c.format.Unit)

	path = write(t, `{"name": "no header", "separator": ",", "unit": "l", "columns": {"time": "t", "register": ["r"]}, "header": ["r", "t"]}`)
	c = mustRead(t, "5,1795132800\n8,1795136400\n", meterdata.Options{Format: path, Meter: "m"})
	require.Equal(t, map[string]total{"m": {"3", "0"}}, c.totals)

	tests := []struct{ name, text, want string }{
		{"no JSON", `time,meter`, "expected a description of the format as JSON"},
		{"an unknown field", `{"name": "x", "delimiter": ","}`, `unknown field "delimiter"`},
		{"no columns", `{"name": "x"}`, "columns: expected time, or date and clock"},
		{"a date alone", `{"columns": {"date": "d", "import": ["i"]}}`, "columns: expected time, or date and clock"},
		{"two kinds of time", `{"columns": {"time": "t", "date": "d", "clock": "c", "import": ["i"]}}`, "columns: expected time, or date and clock"},
		{"two ends", `{"columns": {"date": "d", "clock": "c", "end": "e", "end_clock": "f", "import": ["i"]}}`, "columns: expected end, or end_clock beside date"},
		{"no numbers", `{"columns": {"time": "t"}}`, "got 0 of them"},
		{"two kinds of numbers", `{"columns": {"time": "t", "import": ["i"], "register": ["r"]}}`, "got 2 of them"},
		{"power as a register", `{"unit": "kW", "columns": {"time": "t", "register": ["r"]}}`, "unit: expected energy or a volume for registers, got kW"},
		{"a header line without separator", `{"header": ["t"], "columns": {"time": "t", "import": ["i"]}}`, "separator: expected one beside header, got none"},
		{"one sign for two things", `{"decimal": ",", "thousands": ",", "columns": {"time": "t", "import": ["i"]}}`, "thousands: expected another sign"},
		{"a layout that is none", `{"layout": "xlsx"}`, `layout: expected csv, nem12, green-button, p1 or sml, got "xlsx"`},
		{"times of the middle", `{"times": "middle", "columns": {"time": "t", "import": ["i"]}}`, `times: expected start or end, got "middle"`},
		{"a step below zero", `{"step_seconds": -1, "columns": {"time": "t", "import": ["i"]}}`, "step_seconds: expected 0 to"},
		{"a unit that is none", `{"unit": "MW", "columns": {"time": "t", "import": ["i"]}}`, "unit: expected a unit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read("", meterdata.Options{Format: write(t, tt.text)})
			require.ErrorContains(t, err, tt.want)
		})
	}
	_, err = read("", meterdata.Options{Format: "./missing.json"})
	require.ErrorContains(t, err, "expected a description of the format")
}

func TestFilesAreProbed(t *testing.T) {
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "energy.csv")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	newest := write("time,meter,import_wh\n1795136400,a,1\n1795136400,b,1\n1795132800,a,1\n1795132800,b,1\n")
	_, err := meterdata.OpenFile(newest, quarter)
	require.ErrorIs(t, err, meterdata.ErrNewestFirst)
	_, err = read(string(contentOf(t, newest)), quarter)
	require.ErrorIs(t, err, meterdata.ErrNewestFirst, "a stream shows it with the second row of a meter")
	c, err := readAll(meterdata.OpenFile(newest, meterdata.Options{Step: time.Hour, Reverse: true}))
	require.NoError(t, err)
	require.Equal(t, []int{5, 4, 3, 2}, []int{c.records[0].Line, c.records[1].Line, c.records[2].Line, c.records[3].Line})

	oldest := write("time,meter,import_wh\n1795132800,a,1\n1795136407,a,1\n1795136400,a,1\n")
	_, err = readAll(meterdata.OpenFile(oldest, quarter))
	require.NoError(t, err, "a clock that was corrected does not turn a file round")
	_, err = readAll(meterdata.OpenFile(write(goodFile), meterdata.Options{Step: time.Hour, Reverse: true}))
	require.ErrorContains(t, err, "expected the newest row first because of --newest-first")

	step, err := meterdata.GuessStep(oldest, meterdata.Options{})
	require.NoError(t, err)
	require.Equal(t, time.Hour, step, "seconds too late are no other step")
	_, err = meterdata.GuessStep(write("time,meter,import_wh\n1795132800,a,1\n"), meterdata.Options{})
	require.ErrorIs(t, err, meterdata.ErrNoStep)
	_, err = meterdata.OpenFile(filepath.Join(t.TempDir(), "none.csv"), quarter)
	require.ErrorContains(t, err, "expected a file of meter data")
}

func contentOf(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return text
}

func TestPresetsAreComplete(t *testing.T) {
	names := map[string]bool{}
	for _, p := range meterdata.Presets() {
		require.False(t, names[p.Name], p.Name)
		names[p.Name] = true
		require.NotEmpty(t, p.Help, p.Name)
		for _, f := range p.Formats {
			require.NoError(t, f.Validate(), p.Name)
			require.Equal(t, p.Name, f.Name)
			require.Equal(t, f, f.Clone())
		}
	}
	require.Len(t, names, 10)
}
