package live_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
)

// plug makes a pseudo terminal under a name, as a device that was plugged in, and returns the end of the meter.
func plug(t *testing.T, name string) *os.File {
	t.Helper()
	meter, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("pseudo terminals cannot be opened here: %v", err)
	}
	t.Cleanup(func() { _ = meter.Close() })
	number, err := unix.IoctlGetInt(int(meter.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetPointerInt(int(meter.Fd()), unix.TIOCSPTLCK, 0))
	require.NoError(t, os.RemoveAll(name))
	require.NoError(t, os.Symlink(fmt.Sprintf("/dev/pts/%d", number), name))
	return meter
}

// requireTermios waits until the terminal has the settings of the source; without them the telegrams would be echoed. Pseudo
// terminals always have 8 bits and no parity, so that of the settings only the speed, oddness and the stop bits can be seen.
func requireTermios(t *testing.T, meter *os.File, bits uint32) {
	t.Helper()
	require.Eventually(t, func() bool {
		settings, err := unix.IoctlGetTermios(int(meter.Fd()), unix.TCGETS)
		return err == nil && settings.Cflag&(unix.CBAUD|unix.PARODD|unix.CSTOPB) == bits && settings.Lflag&unix.ECHO == 0
	}, patience, 5e6)
}

func TestSerialDeviceIsOpenedAgainAfterItWasUnplugged(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ttyUSB0")
	r := newRunning(t)
	s, err := live.Open("serial://"+name, live.Options{Format: live.P1, Backoff: quick, Trouble: r.trouble})
	require.NoError(t, err)
	r.run(s, accept)
	r.wantTrouble("trying again until it works")

	meter := plug(t, name)
	requireTermios(t, meter, unix.B115200)
	write(t, meter, telegram(1))
	r.wantKWh(1)
	r.wantTrouble("trying again until it works", "works again")

	require.NoError(t, meter.Close())
	r.wantTrouble("trying again until it works", "works again", "trying again until it works")
	meter = plug(t, name)
	requireTermios(t, meter, unix.B115200)
	write(t, meter, telegram(2))
	r.wantKWh(2)
	r.stop()
	require.Error(t, r.wantEnd())
}

func TestSerialDeviceHasTheSpeedOfItsFormatUnlessItIsGiven(t *testing.T) {
	tests := []struct {
		name   string
		query  string
		format live.Format
		want   uint32
	}{
		{"SML", "", live.SML, unix.B9600},
		{"an old P1 port", "?baud=9600&mode=7E1", live.P1, unix.B9600},
		{"odd parity and two stop bits", "?baud=2400&mode=8O2", live.SML, unix.B2400 | unix.PARODD | unix.CSTOPB},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "ttyUSB0")
			meter := plug(t, name)
			r := newRunning(t)
			s, err := live.Open("serial://"+name+tc.query, live.Options{Format: tc.format, Backoff: quick})
			require.NoError(t, err)
			r.run(s, accept)
			requireTermios(t, meter, tc.want)
			r.stop()
			require.Error(t, r.wantEnd())
		})
	}
}
