package meterdata_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

func TestCellsAreReadAsMoments(t *testing.T) {
	const noon = "2026-11-20T12:00:00Z"
	tests := []struct {
		name     string
		cell     string
		order    string
		truncate bool

		want    string // in UTC; local times as if the clock showed UTC
		local   bool
		wantErr string
	}{
		{name: "RFC 3339", cell: "2026-11-20T13:00:00+01:00", want: noon},
		{name: "RFC 3339 in small letters", cell: "2026-11-20t12:00:00z", want: noon},
		{name: "a blank for the T", cell: "2026-11-20 12:00:00Z", want: noon},
		{name: "no seconds", cell: "2026-11-20T12:00Z", want: noon},
		{name: "an offset without colon", cell: "2026-11-20T04:30:00-0730", want: noon},
		{name: "an offset of hours", cell: "2026-11-20 14:00:00 +02", want: noon},
		{name: "UTC by its name", cell: "2026-11-20 12:00:00 UTC", want: noon},
		{name: "a fraction of zero", cell: "2026-11-20T12:00:00.000Z", want: noon},
		{name: "a fraction that is dropped", cell: "2026-11-20T12:00:00.987Z", truncate: true, want: noon},
		{name: "a fraction that matters", cell: "2026-11-20T12:00:00.5Z", wantErr: "expected a time in whole seconds"},
		{name: "Unix seconds", cell: "1795176000", want: noon},
		{name: "Unix seconds with a fraction of zero", cell: "1795176000.0", want: noon},
		{name: "few Unix seconds", cell: "900", want: "1970-01-01T00:15:00Z"},
		{name: "Unix seconds with a fraction", cell: "1795176000.5", wantErr: "expected a time in whole seconds"},
		{name: "milliseconds", cell: "1795176000000", wantErr: "milliseconds"},
		{name: "nanoseconds", cell: "1795176000000000000", wantErr: "milliseconds"},
		{name: "no second at all", cell: "0", wantErr: "expected a time such as"},

		{name: "no offset", cell: "2026-11-20T12:00:00", want: noon, local: true},
		{name: "dots and the day first", cell: "20.11.2026 12:00", want: noon, local: true},
		{name: "dashes and the day first", cell: "20-11-2026 12:00", want: noon, local: true},
		{name: "slashes and the year first", cell: "2026/11/20 12:00", want: noon, local: true},
		{name: "one digit for day and hour", cell: "1.2.2026 9:00", want: "2026-02-01T09:00:00Z", local: true},
		{name: "slashes with a day that is no month", cell: "20/11/2026 12:00", want: noon, local: true},
		{name: "slashes with a day that comes second", cell: "11/20/2026 12:00", want: noon, local: true},
		{name: "slashes that can be read in two ways", cell: "03/02/2026 12:00", wantErr: "--dates"},
		{name: "the day first by its option", cell: "03/02/2026 12:00", order: meterdata.DayFirst, want: "2026-02-03T12:00:00Z", local: true},
		{name: "the month first by its option", cell: "03/02/2026 12:00", order: meterdata.MonthFirst, want: "2026-03-02T12:00:00Z", local: true},
		{name: "the wrong order", cell: "20/11/2026 12:00", order: meterdata.MonthFirst, wantErr: "expected a time such as"},
		{name: "a date alone", cell: "2026-11-20", want: "2026-11-20T00:00:00Z", local: true},
		{name: "a compact date", cell: "20261120", want: "2026-11-20T00:00:00Z", local: true},
		{name: "a compact time", cell: "202611201200", want: noon, local: true},
		{name: "a compact time with seconds", cell: "20261120120000", want: noon, local: true},
		{name: "the end of a day", cell: "2026-11-19 24:00", want: "2026-11-20T00:00:00Z", local: true},

		{name: "after the end of a day", cell: "2026-11-19 24:01", wantErr: "expected a time such as"},
		{name: "a day that the month has not", cell: "2026-02-29", wantErr: "expected a time such as"},
		{name: "a leap day", cell: "2028-02-29", want: "2028-02-29T00:00:00Z", local: true},
		{name: "a month that the year has not", cell: "2026-13-01", wantErr: "expected a time such as"},
		{name: "two kinds of dashes", cell: "2026-11/20", wantErr: "expected a time such as"},
		{name: "a year of two digits", cell: "20.11.26 12:00", wantErr: "expected a time such as"},
		{name: "words", cell: "Nov 20 2026", wantErr: "expected a time such as"},
		{name: "something behind it", cell: "2026-11-20T12:00:00Z!", wantErr: "expected a time such as"},
		{name: "a point without digits", cell: "2026-11-20T12:00:00.Z", wantErr: "expected a time such as"},
		{name: "nothing", cell: "", wantErr: "expected a time such as"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, local, err := meterdata.ReadMoment(tt.cell, tt.order, tt.truncate)
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, time.Unix(got, 0).UTC().Format(time.RFC3339))
			require.Equal(t, tt.local, local)
		})
	}
}

func TestDaysAreThoseOfTheLibrary(t *testing.T) {
	for at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 3_000; at = at.AddDate(0, 0, 1) {
		days, ok := meterdata.DaysOf(int64(at.Year()), int64(at.Month()), int64(at.Day()))
		if !ok || days != at.Unix()/86_400 {
			t.Fatalf("%s: expected day %d, got %d", at.Format(time.DateOnly), at.Unix()/86_400, days)
		}
	}
}

func TestMomentsAreThoseOfTheLibrary(t *testing.T) {
	layouts := []string{
		time.RFC3339, "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05 -07:00", "02.01.2006 15:04:05-07:00", "2006/1/2 15:04:05Z07:00", "2006-01-02T15:04:05.000Z07:00",
	}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(1, 1<<34).Draw(t, "unix"), 0).
			In(time.FixedZone("", 900*rapid.IntRange(-48, 56).Draw(t, "quarters")))
		if at.Year() < 1970 {
			return
		}
		text := at.Format(rapid.SampledFrom(layouts).Draw(t, "layout"))
		got, local, err := meterdata.ReadMoment(text, "", false)
		require.NoError(t, err, text)
		require.False(t, local)
		require.Equal(t, at.Unix(), got, text)
	})
}

// TestLocalTimesAreFoundAsByTrying tries all moments around a local time: those at which the clock showed it.
func TestLocalTimesAreFoundAsByTrying(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC", "+10:00"} {
		location, err := time.LoadLocation(name)
		if err != nil {
			location = time.FixedZone(name, 10*3_600)
		}
		changes := []int64{time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).Unix()}
		for at := time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC).In(location); at.Year() < 2027; {
			_, end := at.ZoneBounds()
			if end.IsZero() {
				break
			}
			changes, at = append(changes, end.Unix()), end
		}
		var locals []int64
		var want [][]int64
		for _, change := range changes {
			for local := change - 16*3_600; local < change+16*3_600; local += 900 {
				locals, want = append(locals, local), append(want, tried(location, local))
			}
		}
		got, err := meterdata.Instants(name, locals...)
		require.NoError(t, err)
		for i := range locals {
			require.Equal(t, want[i], got[i], "%s %s", name, time.Unix(locals[i], 0).UTC().Format(time.DateTime))
		}
	}
}

func tried(location *time.Location, local int64) (found []int64) {
	for unix := local - 15*3_600; unix <= local+15*3_600; unix += 900 {
		if _, offset := time.Unix(unix, 0).In(location).Zone(); unix+int64(offset) == local {
			found = append(found, unix)
		}
	}
	return found
}

func TestZonesAreNamesOrOffsets(t *testing.T) {
	for _, name := range []string{"Local", "Europe/Atlantis", "+25:00", "local time"} {
		_, err := meterdata.Instants(name)
		require.ErrorContains(t, err, fmt.Sprintf("expected a time zone such as Europe/Berlin or +10:00, got %q (--zone)", name))
	}
}
