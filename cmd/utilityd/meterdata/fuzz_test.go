package meterdata_test

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// fuzzed are options that let a reader get far into its input.
var fuzzed = func() (options []meterdata.Options) {
	o := meterdata.Options{Zone: "Europe/Berlin", Step: 15 * time.Minute, Meter: "m", Dates: meterdata.DayFirst, Unit: meterdata.KilowattHour}
	options = append(options, meterdata.Options{}, o)
	for _, p := range meterdata.Presets() {
		named := o
		named.Format = p.Name
		options = append(options, named)
	}
	reversed := o
	reversed.Reverse = true
	return append(options, reversed)
}()

// FuzzRead reads anything: it ends, lines ascend, records make sense, and the format can be stored.
func FuzzRead(f *testing.F) {
	for i, tt := range edges {
		f.Add(tt.text, uint8(i))
	}
	for i, format := range written {
		amounts := make([]amount, 48)
		for j := range amounts {
			amounts[j] = amount{imported: uint64(j)}
		}
		f.Add(format.write(1_795_132_800-36_000, format.step, amounts), uint8(i+2))
	}
	f.Add("LER\n212,NEM12\n300", uint8(8))
	for choice := range fuzzed {
		f.Add("\x0000", uint8(choice)) // UTF-16 that ends within a character
	}
	f.Add(gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), gbReadingType("1", gbFields("4", "0", "72")), gbIntervals("01", "1", gbReading(9, "-1"))), uint8(9))
	f.Fuzz(func(t *testing.T, text string, choice uint8) {
		o := fuzzed[int(choice)%len(fuzzed)]
		in, err := meterdata.Open(strings.NewReader(text), o)
		if err != nil {
			return
		}
		ascends := !o.Reverse && in.Format().Layout != meterdata.GreenButton
		line, calls := 0, 0
		for {
			require.LessOrEqual(t, calls, 2*len(text)+200, "it does not end")
			calls++
			r, err := in.Next()
			if bad := (*meterdata.RowError)(nil); errors.As(err, &bad) {
				require.NotEmpty(t, bad.Reason)
				r.Line = bad.Line
			} else if err != nil {
				_, again := in.Next()
				require.Equal(t, err, again, "the end is final")
				break
			} else {
				sane(t, r)
			}
			if ascends {
				require.GreaterOrEqual(t, r.Line, line)
				line = r.Line
			}
		}
		format := in.Format()
		stored, err := json.Marshal(format)
		require.NoError(t, err)
		var back meterdata.Format
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, format, back)
		require.NoError(t, format.Validate())
	})
}

func sane(t *testing.T, r meterdata.Record) {
	t.Helper()
	require.NotEmpty(t, r.Meter)
	require.Positive(t, r.Line)
	require.Less(t, r.Import.Part, meterdata.Scale)
	require.Less(t, r.Export.Part, meterdata.Scale)
	require.Positive(t, r.End)
	switch r.Kind {
	case meterdata.Amounts:
		require.Positive(t, r.Start)
		require.Greater(t, r.End, r.Start)
		require.False(t, r.Single)
	case meterdata.Registers:
		require.Zero(t, r.Start)
	default:
		t.Fatalf("expected amounts or registers, got %d", r.Kind)
	}
}

// FuzzNumber compares with big fractions whatever those can read.
func FuzzNumber(f *testing.F) {
	for _, text := range []string{"0", "300.4", "3e2", "0E-20", "1.234,5", "-0", "1 000", "NaN", "18446744073709551616", "+.5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, _, err := meterdata.ReadNumber(text, '.', 0, meterdata.Scale, 0)
		if err != nil {
			return
		}
		require.Less(t, got.Part, meterdata.Scale)
		if len(text) > 30 || strings.ContainsAny(text, " ',/_xXpPbo\u00a0\u202f") {
			return // groups, or spellings that only the library reads
		}
		want, ok := slowQuantity(text, meterdata.Scale)
		require.True(t, ok, text)
		require.LessOrEqual(t, want.Sub(want, partsOf(got)).Uint64(), uint64(1), text)
	})
}

// FuzzMoment never panics, and never reads a moment before 1970.
func FuzzMoment(f *testing.F) {
	for _, text := range []string{"2026-11-20T00:00:00Z", "20.11.2026 24:00", "1795132800", "20261120", "03/02/2026 1:00:00.5 +02", ""} {
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, truncate bool) {
		seconds, _, err := meterdata.ReadMoment(text, meterdata.MonthFirst, truncate)
		if err == nil {
			require.GreaterOrEqual(t, seconds, int64(-86_400))
			require.Less(t, seconds, int64(1)<<41)
		}
	})
}

// rows yields a file of many rows without holding it.
type rows struct {
	row   func(n int) string
	count int
	n     int
	rest  string
}

func (r *rows) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.n > r.count {
			return 0, io.EOF
		}
		r.rest = r.row(r.n)
		r.n++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
