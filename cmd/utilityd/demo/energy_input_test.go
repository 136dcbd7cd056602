package demo

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestGeneratedVillageIsTheSameEverywhereAndHasBothSides(t *testing.T) {
	start := time.Unix(1_700_006_400, 0)
	first, second := newVillage(start, 2), newVillage(start, 2)
	require.Equal(t, first, second)
	require.Len(t, first.rows, 2*96*villageHomes)
	surplus, deficit := 0, 0
	for _, row := range first.rows {
		if row.Second > row.First {
			surplus++
		} else {
			deficit++
		}
	}
	require.Greater(t, surplus, len(first.rows)/20, "some homes produce more than they use")
	require.Greater(t, deficit, len(first.rows)/2)
}

func TestReadIntervals(t *testing.T) {
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "energy.csv")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	const header = "time,meter,consumed_wh,produced_wh\n"

	s, err := readIntervals(write(header+
		"2026-01-01T00:00:00Z,a,5,7\n2026-01-01T00:00:00Z,b,5,0\n2026-01-01T02:00:00Z,a,1,0\n"+
		"2026-01-01T03:00:00Z,b,2,1\n2026-01-02T00:00:00Z,a,100,0\n"), 1)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, s.homes)
	require.Equal(t, int64(3600), s.step)
	require.Len(t, s.rows, 4, "the second day is left out")
	require.Equal(t, []sums{{6, 7, 5}, {7, 1, 1}}, s.sums())
	start, end := s.span()
	require.Equal(t, int64(4*3600), end-start)

	_, err = readIntervals(write(header+"2026-01-01T00:00:00Z,a,5,7\n2026-01-01T01:00:00Z,a,5,7\n"), 1)
	require.ErrorContains(t, err, "at least two meters")
	_, err = readIntervals(write(header+"2026-01-01T00:00:00Z,a,5,7\n2026-01-01T00:00:00Z,b,5,7\n"), 1)
	require.ErrorContains(t, err, "at least two intervals")
	_, err = readIntervals(write("time,meter,register_l\n2026-01-01T00:00:00Z,a,5\n"), 1)
	require.ErrorContains(t, err, "expected the columns")
	_, err = readIntervals(filepath.Join(t.TempDir(), "nothing.csv"), 1)
	require.ErrorIs(t, err, os.ErrNotExist)
}
