package gateway_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

func TestADiskThatIsFullAtTheEndOfTheInputLosesNothing(t *testing.T) {
	r := newRig(t, "m")
	journal := r.open(t)
	journal.FillDisk(0)
	g := r.gateway(journal)
	g.Sleep = func(_ context.Context, pause time.Duration) error {
		r.now = r.now.Add(pause)
		journal.FillDisk(1 << 20) // there is room again
		return nil
	}
	require.NoError(t, g.Run(t.Context(), input(quarter("m", 0, 10, 0))))
	require.NoError(t, journal.Close())
	require.EqualValues(t, 10, r.registers("m").ImportRegister)
}

func TestADiskWithoutRoomForASecondCopyOfTheJournalDoublesNothing(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this machine has no /dev/full, which is a disk without room")
	}
	dir := t.TempDir()
	j := open(t, dir)
	copied := filepath.Join(dir, "journal.jsonl.tmp")
	require.NoError(t, os.Symlink("/dev/full", copied))
	long := []gateway.DeviceRows{{Device: "b", Reason: strings.Repeat("x", 17<<20)}} // it is time for a copy
	require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 10)}, long))
	require.Equal(t, []uint64{1}, pending(j))
	_, err := os.Lstat(copied)
	require.ErrorIs(t, err, os.ErrNotExist, "half a copy takes no room")
	require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 20)}, nil))
	require.NoError(t, j.Close())
	j = open(t, dir)
	require.Equal(t, []uint64{1, 2}, pending(j))
	require.NoError(t, j.Close())
}

// A gateway that is started every day compacts its journal too.
func TestTheJournalOfManyShortRunsIsBounded(t *testing.T) {
	dir := t.TempDir()
	for range 4 {
		j := open(t, dir)
		for range 3 {
			require.NoError(t, j.Append(nil, []gateway.DeviceRows{{Device: "b", Reason: strings.Repeat("x", 5<<20)}}))
		}
		require.NoError(t, j.Close())
	}
	info, err := os.Stat(filepath.Join(dir, "journal.jsonl"))
	require.NoError(t, err)
	require.Less(t, info.Size(), int64(35<<20), "twelve lines of 5 MB are 60 MB")
}
