package meterdata_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// readFrames reads a reader to its end: the records, and the refusals as text.
func readFrames(t testing.TB, r meterdata.Reader) (records []meterdata.Record, refused []string) {
	t.Helper()
	for {
		record, err := r.Next()
		var row *meterdata.RowError
		switch {
		case errors.Is(err, io.EOF):
			return records, refused
		case errors.As(err, &row):
			refused = append(refused, row.Error())
		default:
			require.NoError(t, err)
			records = append(records, record)
		}
	}
}

// requireRefused checks that each refusal contains the text that is expected of it.
func requireRefused(t *testing.T, want, got []string) {
	t.Helper()
	require.Len(t, got, len(want), "refusals: %q", got)
	for i := range want {
		require.Contains(t, got[i], want[i])
	}
}

// crcBitByBit is the slow twin of the tables: a reflected CRC-16 as its definition has it.
func crcBitByBit(polynomial, crc uint16, data string) uint16 {
	for _, b := range []byte(data) {
		for bit := range 8 {
			low := crc&1 ^ uint16(b>>bit&1)
			crc >>= 1
			if low == 1 {
				crc ^= polynomial
			}
		}
	}
	return crc
}

func TestChecksumsOfTheTestsAreTheStandardOnes(t *testing.T) {
	const check = "123456789" // the check values are those of the catalogue of CRCs
	require.Equal(t, uint16(0xBB3D), crcBitByBit(0xA001, 0, check), "CRC-16/ARC")
	require.Equal(t, uint16(0x906E), crcBitByBit(0x8408, 0xFFFF, check)^0xFFFF, "CRC-16/X.25")
	require.Equal(t, uint16(0x2189), crcBitByBit(0x8408, 0, check), "CRC-16/Kermit")
}

// frameWithoutEnd is an input of n bytes that begins a frame and never ends it.
type frameWithoutEnd struct {
	begin string
	n     int
}

func (e *frameWithoutEnd) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	if e.begin != "" {
		n := copy(p, e.begin)
		e.begin = e.begin[n:]
		return n, nil
	}
	n := min(len(p), e.n)
	for i := range n {
		p[i] = 'x'
	}
	e.n -= n
	return n, nil
}

func TestFramesWithoutEndTakeBoundedMemory(t *testing.T) {
	const bytes = 32 << 20
	tests := []struct {
		name string
		open func(io.Reader) meterdata.Reader
		in   frameWithoutEnd
	}{
		{
			name: "a telegram",
			open: func(r io.Reader) meterdata.Reader { return meterdata.NewP1(r, meterdata.P1Options{}) },
			in:   frameWithoutEnd{begin: "/XXX5\r\n", n: bytes},
		},
		{
			name: "an SML frame",
			open: func(r io.Reader) meterdata.Reader { return meterdata.NewSML(r, meterdata.SMLOptions{}) },
			in:   frameWithoutEnd{begin: "\x1b\x1b\x1b\x1b\x01\x01\x01\x01", n: bytes},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			records, refused := readFrames(t, tc.open(&tc.in))
			runtime.ReadMemStats(&after)
			require.Empty(t, records)
			requireRefused(t, []string{"expected at most 16384 bytes"}, refused)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
		})
	}
}

// TestNumbersAreScaledExactly compares with numbers written out; Parts are of 1/3,600,000,000,000.
func TestNumbersAreScaledExactly(t *testing.T) {
	tests := []struct {
		name     string
		text     string
		exponent int

		want    meterdata.Quantity
		wantErr string
	}{
		{name: "kWh with three decimals", text: "000427.708", exponent: 3, want: meterdata.Of(427_708)},
		{name: "kWh with four decimals", text: "1.2345", exponent: 3, want: meterdata.Quantity{Whole: 1234, Part: meterdata.Scale / 2}},
		{name: "an exponent", text: "4.2E2", exponent: 0, want: meterdata.Of(420)},
		{name: "a negative exponent", text: "12345e-1", exponent: 0, want: meterdata.Quantity{Whole: 1234, Part: meterdata.Scale / 2}},
		{name: "no digit before the point", text: ".5", exponent: 0, want: meterdata.Quantity{Part: meterdata.Scale / 2}},
		{
			name: "a number of a floating point machine is cut off below one part", text: "0.30000000000000004", exponent: 3,
			want: meterdata.Quantity{Whole: 300, Part: 0},
		},
		{name: "nines are not rounded up", text: "0.99999999999999999999", exponent: 0, want: meterdata.Quantity{Part: meterdata.Scale - 1}},
		{name: "the greatest quantity", text: "18446744073709551615", exponent: 0, want: meterdata.Of(1<<64 - 1)},
		{name: "zero times anything is zero", text: "0e64", exponent: 3, want: meterdata.Quantity{}},
		{name: "more than 64 bits", text: "18446744073709551616", exponent: 0, wantErr: "too large"},
		{name: "a great exponent", text: "1e64", exponent: 3, wantErr: "too large"},
		{name: "an exponent beyond reason", text: "1e65", exponent: 0, wantErr: "expected a number such as"},
		{name: "a negative number", text: "-1", exponent: 0, wantErr: "expected a number such as"},
		{name: "two points", text: "1.2.3", exponent: 0, wantErr: "expected a number such as"},
		{name: "nothing", text: "", exponent: 0, wantErr: "expected a number such as"},
		{name: "a point alone", text: ".", exponent: 0, wantErr: "expected a number such as"},
		{name: "a word", text: "NaN", exponent: 0, wantErr: "expected a number such as"},
		{name: "more than 64 digits", text: strings.Repeat("0", 65), exponent: 0, wantErr: "expected a number such as"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := meterdata.ParseScaled(tc.text, tc.exponent)
			if tc.wantErr != "" {
				require.ErrorContains(t, err, tc.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestScaledAgreesWithParseScaled(t *testing.T) {
	for _, mantissa := range []uint64{0, 1, 9, 10, 123_456_789, 1<<63 + 1, 1<<64 - 1} {
		for exponent := -40; exponent <= 20; exponent++ {
			got, gotErr := meterdata.Scaled(mantissa, exponent)
			want, wantErr := meterdata.ParseScaled(fmt.Sprintf("%de%d", mantissa, exponent), 0)
			require.Equal(t, wantErr, gotErr)
			require.Equal(t, want, got, "%d · 10^%d", mantissa, exponent)
		}
	}
}

func TestWallClocksOfAnyZone(t *testing.T) {
	tests := []struct {
		name, zone, wall string

		earliest, latest string
		wantErr          string
	}{
		{name: "an ordinary day", zone: "Europe/Berlin", wall: "2026-11-20 12:00:00", earliest: "2026-11-20T11:00:00Z", latest: "2026-11-20T11:00:00Z"},
		{name: "the hour that comes twice", zone: "Europe/Berlin", wall: "2026-10-25 02:30:00", earliest: "2026-10-25T00:30:00Z", latest: "2026-10-25T01:30:00Z"},
		{name: "just before it", zone: "Europe/Berlin", wall: "2026-10-25 01:59:59", earliest: "2026-10-24T23:59:59Z", latest: "2026-10-24T23:59:59Z"},
		{name: "just after it", zone: "Europe/Berlin", wall: "2026-10-25 03:00:00", earliest: "2026-10-25T02:00:00Z", latest: "2026-10-25T02:00:00Z"},
		{name: "the hour left out", zone: "Europe/Berlin", wall: "2026-03-29 02:30:00", wantErr: "expected a local time that exists in Europe/Berlin, got 2026-03-29 02:30:00"},
		{name: "just after the hour left out", zone: "Europe/Berlin", wall: "2026-03-29 03:00:00", earliest: "2026-03-29T01:00:00Z", latest: "2026-03-29T01:00:00Z"},
		{name: "half an hour in Lord Howe", zone: "Australia/Lord_Howe", wall: "2026-04-05 01:45:00", earliest: "2026-04-04T14:45:00Z", latest: "2026-04-04T15:15:00Z"},
		{name: "the fasting month in Morocco", zone: "Africa/Casablanca", wall: "2026-03-01 12:00:00", earliest: "2026-03-01T12:00:00Z", latest: "2026-03-01T12:00:00Z"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			zone, err := time.LoadLocation(tc.zone)
			require.NoError(t, err)
			wall, err := time.Parse(time.DateTime, tc.wall)
			require.NoError(t, err)
			earliest, latest, err := meterdata.WallClock(wall, zone)
			if tc.wantErr != "" {
				require.ErrorContains(t, err, tc.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.earliest, time.Unix(earliest, 0).UTC().Format(time.RFC3339))
			require.Equal(t, tc.latest, time.Unix(latest, 0).UTC().Format(time.RFC3339))
		})
	}
}
