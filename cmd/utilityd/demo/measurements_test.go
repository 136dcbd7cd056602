package demo

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/x/meterid/register"
)

func TestTheVillageHasBothSidesAndItsDayComesAgain(t *testing.T) {
	village, err := readMeasurements("data/homes.csv", fileOptions{}, "Wh", 3)
	require.NoError(t, err)
	one := len(village.records)
	require.Equal(t, 96*12, one)
	surplus, deficit := 0, 0
	for _, r := range village.records {
		if r.Import.Less(r.Export) {
			surplus++
		} else {
			deficit++
		}
	}
	require.Greater(t, surplus, one/20, "some homes produce more than they use")
	require.Greater(t, deficit, one/2)

	village.repeat(3)
	require.Len(t, village.records, 3*one)
	require.EqualValues(t, 3*secondsPerDay, village.end()-village.start())
	for i, r := range village.records[one:] {
		before := village.records[i]
		require.Equal(t, before.End+secondsPerDay, r.End)
		require.Equal(t, []any{before.Meter, before.Import, before.Export}, []any{r.Meter, r.Import, r.Export})
	}
}

// read writes a file and reads it as measurements.
func read(t *testing.T, content, unit string, days int, o fileOptions) measurements {
	t.Helper()
	path := filepath.Join(t.TempDir(), "meters.csv")
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	m, err := readMeasurements(path, o, unit, days)
	require.NoError(t, err)
	return m
}

func TestTheFirstDaysOfAFileAreRead(t *testing.T) {
	m := read(t, "time,meter,consumed_wh,produced_wh\n"+
		"2026-01-01T00:00:00Z,a,5,7\n2026-01-01T00:00:00Z,b,5,0\n2026-01-01T01:00:00Z,a,1,0\n2026-01-01T02:00:00Z,a,-,0\n"+
		"2026-01-01T03:00:00Z,b,2,1\n2026-01-02T06:00:00Z,a,100,0\n2026-01-02T07:00:00Z,a,-,0\n", "Wh", 1, fileOptions{})
	require.Equal(t, []string{"a", "b"}, m.meters)
	require.EqualValues(t, 3_600, m.step)
	require.Len(t, m.records, 4, "the second day is left out")
	require.Len(t, m.refused, 1, "with its rows that cannot be used")
	require.Equal(t, 5, m.refused[0].Line)
	require.EqualValues(t, 4*3_600, m.end()-m.start())
	sums := m.tallies()
	require.EqualValues(t, [3]uint64{6, 7, 5}, [3]uint64{sums[0].consumed.Whole, sums[0].produced.Whole, sums[0].own.Whole})
	require.EqualValues(t, [3]uint64{7, 1, 1}, [3]uint64{sums[1].consumed.Whole, sums[1].produced.Whole, sums[1].own.Whole})

	_, err := readMeasurements(filepath.Join(t.TempDir(), "nothing.csv"), fileOptions{}, "Wh", 1)
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Requirement: what the demo takes for drawn is what the chain counts, whatever registers show.
func TestRegistersAreAddedUpAsTheChainCountsThem(t *testing.T) {
	const header = "time,meter,register_m3\n2026-06-01T00:00:00Z,w,999.900\n2026-06-01T01:00:00Z,w,999.990\n"
	tests := []struct {
		name    string
		content string
		digits  uint32

		want    uint64
		refused int
	}{
		{
			name:    "a register of six digits wraps",
			content: header + "2026-06-01T02:00:00Z,w,0.010\n2026-06-01T03:00:00Z,w,0.020\n",
			digits:  6,

			want: 120,
		},
		{
			name:    "without digits everything behind the wrap is refused",
			content: header + "2026-06-01T02:00:00Z,w,0.010\n2026-06-01T03:00:00Z,w,0.020\n",

			want: 90,
		},
		{
			name:    "a glitch to 0 is not a wrap of a million litres",
			content: header + "2026-06-01T02:00:00Z,w,0\n2026-06-01T03:00:00Z,w,999.995\n",
			digits:  7,

			want: 95,
		},
		{
			name:    "a glitch to 0 without digits is left out",
			content: header + "2026-06-01T02:00:00Z,w,0\n2026-06-01T03:00:00Z,w,999.995\n",

			want: 95,
		},
		{
			name:    "a glitch to a million litres is left out",
			content: header + "2026-06-01T02:00:00Z,w,1999.990\n2026-06-01T03:00:00Z,w,999.995\n",

			want: 95,
		},
		{
			name:    "a wrong register that stays is not accepted by waiting",
			content: header + "2026-06-01T02:00:00Z,w,1099.990\n2026-06-03T02:00:00Z,w,1099.995\n2026-06-03T03:00:00Z,w,1000.100\n",

			want: 200,
		},
		{
			name:    "a meter that runs back counts on once it is above",
			content: header + "2026-06-01T02:00:00Z,w,999.960\n2026-06-01T03:00:00Z,w,999.980\n2026-06-01T04:00:00Z,w,1000.000\n",

			want: 100,
		},
		{
			name:    "a row that comes twice, or late, adds nothing",
			content: header + "2026-06-01T01:00:00Z,w,999.990\n2026-06-01T02:00:00Z,w,1000.000\n2026-06-01T01:30:00Z,w,999.991\n",

			want: 100,
		},
		{
			name:    "a register with more digits than the meter has is refused",
			content: header + "2026-06-01T02:00:00Z,w,1000.000\n",
			digits:  6,

			want:    90,
			refused: 1,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m := read(t, tc.content, "l", 0, fileOptions{digits: tc.digits})
			m.limit(maxLitresPerHour, maxLitresPerHour)
			sums := m.tallies()
			require.Equal(t, tc.want, sums[0].imported())
			require.Len(t, m.refused, tc.refused)
		})
	}
}

func TestARegisterOfAnyDigitsAdvancesByWhatItWentOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.Uint32Range(0, maxDigits).Draw(t, "digits")
		m := measurements{form: register.Form{Numerator: 1, Denominator: 1, Digits: digits}, rate: 1_000_000}
		largest := uint64(1) << 40
		if digits > 0 {
			largest = min(largest, m.form.Modulus()-1)
		}
		var sum tally
		shown := rapid.Uint64Range(0, largest).Draw(t, "opening")
		at, want := int64(1_000_000), uint64(0)
		sum.add(&m, meterdata.Record{Kind: meterdata.Registers, End: at, Import: meterdata.Of(shown)})
		for range rapid.IntRange(0, 20).Draw(t, "readings") {
			steps := rapid.Uint64Range(0, min(largest, 5_000)).Draw(t, "steps")
			at += 900
			shown = m.goneOn(shown, steps)
			want += steps
			sum.add(&m, meterdata.Record{Kind: meterdata.Registers, End: at, Import: meterdata.Of(shown)})
			require.True(t, m.form.Holds(shown))
		}
		require.Equal(t, want, sum.imported())
	})
}
