package gateway_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// p1Telegram is a telegram of a second behind start, with more objects. The register shows the second.
func p1Telegram(second int, objects ...string) string {
	at := time.Unix(start+int64(second), 0).UTC().Format("060102150405") + "W" // winter time of --zone UTC
	telegram := fmt.Sprintf("/MAKER\r\n\r\n0-0:1.0.0(%s)\r\n1-0:1.8.0(%06d.%03d*kWh)\r\n%s!",
		at, second/1_000, second%1_000, strings.Join(objects, ""))
	crc := uint16(0) // CRC-16/ARC
	for _, b := range []byte(telegram) {
		crc ^= uint16(b)
		for range 8 {
			crc = crc>>1 ^ 0xA001*(crc&1)
		}
	}
	return fmt.Sprintf("%s%04X\r\n", telegram, crc)
}

// p1File holds a telegram for each of the seconds.
func p1File(t *testing.T, seconds ...int) string {
	t.Helper()
	var text strings.Builder
	for _, second := range seconds {
		text.WriteString(p1Telegram(second))
	}
	path := filepath.Join(t.TempDir(), "telegrams")
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o600))
	return path
}

// Of telegrams in a file, which come every ten seconds, one reading a border is taken, as of those of a meter. The second file
// goes on in the middle of an interval.
func TestAFileOfTelegramsHasOneReadingABorder(t *testing.T) {
	r := newRig(t, "m")
	every := func(from, to int) (seconds []int) {
		for second := from; second < to; second += 10 {
			seconds = append(seconds, second)
		}
		return seconds
	}
	for _, file := range []struct {
		name              string
		seconds           []int
		register          int // of the last reading
		readings, doubled int
	}{
		{"the first file, which ends in the middle of an interval", every(15, 2_005), 1_795, 3, 0},
		{"the same file again", every(15, 2_005), 1_795, 0, 3},
		{"a part of it, whose last values before a border are others", every(905, 1_786), 1_795, 0, 2},
		{"a file that overlaps it and ends close to a border", every(1_785, 3_580), 3_575, 2, 1},
	} {
		path := p1File(t, file.seconds...)
		journal := r.open(t)
		in, err := gateway.OpenReader(t.Context(), path, meterdata.Options{Meter: "m", Zone: "UTC"}, 15*time.Minute, 30*time.Second, journal)
		require.NoError(t, err)
		require.NoError(t, journal.Close())
		require.NoError(t, r.run(t, in), "%s: %s", file.name, &r.out)
		require.EqualValues(t, file.register, r.registers("m").ImportRegister, file.name)
		require.EqualValues(t, file.readings, r.rows.Taken, file.name)
		require.EqualValues(t, file.doubled, r.rows.Duplicate, file.name)
	}
}

func TestInspectShowsTelegrams(t *testing.T) {
	path := p1File(t, 0, 10, 900, 910)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	broken := strings.Replace(string(text), "000000.010", "000000.011", 1) // in the second telegram
	out, err := runInspect(t, "telegrams", broken, "--zone", "UTC", "--meter", "m")
	require.NoError(t, err)
	require.Contains(t, out, "telegrams: format p1, registers in Wh, every 10s; 3 rows, 1 cannot be used.")
	require.Contains(t, out, "line 2: expected a telegram with the CRC")
	require.Contains(t, out, "utilityd gateway replay telegrams --format p1 --zone UTC --meter m")
}

// A device is activated while a file of its telegrams is replayed. If the later ones were taken, the readings of the borders before
// could never be counted.
func TestADeviceThatIsActivatedWhileItsTelegramsAreReplayedLosesNoBorder(t *testing.T) {
	r := newRig(t, "good", "late")
	late := r.activatesLate(2)
	var text strings.Builder
	for second := 900; second <= 40*900; second += 900 {
		for _, meter := range []string{"good", "late"} {
			text.WriteString(p1Telegram(second, fmt.Sprintf("0-0:96.1.1(%X)\r\n", meter)))
		}
	}
	path := filepath.Join(t.TempDir(), "telegrams")
	require.NoError(t, os.WriteFile(path, []byte(text.String()), 0o600))
	replay := func() error {
		journal := r.open(t)
		defer func() { require.NoError(t, journal.Close()) }()
		in, err := gateway.OpenReader(t.Context(), path, meterdata.Options{Zone: "UTC"}, 15*time.Minute, 30*time.Second, journal)
		require.NoError(t, err)
		g := r.gateway(journal)
		g.MaxOpen = 2
		return g.Run(t.Context(), in)
	}
	require.ErrorContains(t, replay(), "rows not taken: 40")
	require.Contains(t, r.out.String(), `"device":"late","outcome":"ready"`)
	require.NoError(t, replay(), "%s", &r.out)
	require.Len(t, late.count, 40)
}
