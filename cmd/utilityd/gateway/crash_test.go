package gateway_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// changes happen on the chain after the first quarter was accepted.
var changes = []struct {
	name   string
	change func(r *rig)

	wantImport uint64
	wantSerial string
}{
	{
		name:   "nothing changes",
		change: func(*rig) {},

		wantImport: 52,
		wantSerial: "m",
	},
	{
		name: "a key is rotated",
		change: func(r *rig) {
			m := r.net.meters[1]
			m.PublicKey.Key, m.KeyVersion = r.devices[2].Key.Public(), 2
		},

		wantImport: 52,
		wantSerial: "m",
	},
	{
		name: "registers are set to other values",
		change: func(r *rig) {
			last := r.registers("m")
			last.ImportRegister += 7_000
			r.net.meters[1].last = &last
		},

		wantImport: 7_052,
		wantSerial: "m",
	},
	{
		name: "the device is replaced",
		change: func(r *rig) {
			last := r.registers("m")
			last.ImportRegister += 100
			r.net.add(r.devices[1], last)
			r.net.meters[1].Status, r.net.meters[1].ReplacedBy = meteridtypes.METER_STATUS_RETIRED, 2
		},

		wantImport: 152,
		wantSerial: "m-2",
	},
}

// halves are five quarters of 10.5 Wh.
func halves() *list {
	l := input()
	for n := range 5 {
		r := quarter("m", n, 10, 0)
		r.Import.Part = meterdata.Scale / 2
		l.items = append(l.items, r)
	}
	return l
}

// A process that is killed after any line of its journal is followed by one that ends where a single one would have ended.
func TestAProcessIsKilledAfterAnyLineOfItsJournal(t *testing.T) {
	for _, tc := range changes {
		for _, size := range []int{1, 2} {
			t.Run(fmt.Sprintf("%s, %d in a batch", tc.name, size), func(t *testing.T) {
				accepted, died := 0, true
				for lines := 0; died; lines++ {
					r := newRig(t, "m")
					r.batch = size
					r.device(t, "m-2") // keys for later
					r.device(t, "m")
					changed := false
					r.net.broken = func(what string) bool {
						if !changed && what == "committed" && r.net.accepted > 0 {
							changed = true
							tc.change(r)
						}
						return false
					}
					died = r.dies(t, halves(), lines)
					require.NoError(t, r.run(t, halves()), "killed after line %d: %s", lines, &r.out)
					require.True(t, changed)
					last := meteridtypes.Registers{Time: start + 5*900, ImportRegister: tc.wantImport}
					require.Equal(t, last, r.registers(tc.wantSerial), "killed after line %d: %s", lines, &r.out)
					if accepted == 0 {
						accepted = r.net.accepted
					}
					require.Equal(t, accepted, r.net.accepted, "killed after line %d: %s", lines, &r.out)
				}
			})
		}
	}
}

// dies runs a process until so many lines are written, and reports whether it was killed.
func (r *rig) dies(t failer, rows meterdata.Reader, lines int) (died bool) {
	t.Helper()
	journal := r.open(t)
	if lines%2 == 0 {
		require.NoError(t, journal.Rewrite())
	}
	journal.DieAt(lines, errKilled)
	defer func() {
		died = killed(recover())
		require.NoError(t, journal.Close())
	}()
	require.NoError(t, r.gateway(journal).Run(context.Background(), rows), "%s", &r.out)
	return false
}

func TestRegistersAreSetWhileTheReadingsOfAReplacedDeviceWait(t *testing.T) {
	r := newRig(t, "m")
	next := r.net.add(r.device(t, "m-2"), meteridtypes.Registers{Time: start, ImportRegister: 100})
	old := r.net.meters[1]
	old.Binding = meteridtypes.Binding{}
	require.ErrorContains(t, r.run(t, halves()), "not answered: 5")
	old.Status, old.ReplacedBy = meteridtypes.METER_STATUS_RETIRED, 2
	next.Binding = meteridtypes.Binding{}
	require.ErrorContains(t, r.run(t, input()), "not answered: 5")
	next.last = &meteridtypes.Registers{Time: start, ImportRegister: 900}
	next.Binding = meteridtypes.Binding{Module: "energy", Ref: 1}
	require.NoError(t, r.run(t, input()), "%s", &r.out)
	require.EqualValues(t, 952, r.registers("m-2").ImportRegister)
	require.Equal(t, 5, r.net.accepted)
}

func TestASuccessorIsReplacedWhileReadingsWait(t *testing.T) {
	r := newRig(t, "m")
	second, third := r.device(t, "m-2"), r.device(t, "m-3")
	waits := r.net.add(second, meteridtypes.Registers{Time: start, ImportRegister: 100})
	r.net.meters[1].Binding, waits.Binding = meteridtypes.Binding{}, meteridtypes.Binding{}
	require.ErrorContains(t, r.run(t, halves()), "not answered: 5")
	r.net.meters[1].Status, r.net.meters[1].ReplacedBy = meteridtypes.METER_STATUS_RETIRED, 2
	require.ErrorContains(t, r.run(t, input()), "not answered: 5")
	waits.Status, waits.ReplacedBy = meteridtypes.METER_STATUS_RETIRED, 3
	r.net.add(third, meteridtypes.Registers{Time: start, ImportRegister: 200})
	require.NoError(t, r.run(t, halves()), "%s", &r.out)
	require.EqualValues(t, 252, r.registers("m-3").ImportRegister)
}

// A file has the rows of the new device before those of the one that it replaced, and the registers are set once more.
func TestRegistersAreSetAfterTheReadingsOfTwoDevicesWerePutInOrder(t *testing.T) {
	r := newRig(t, "m", "m-2")
	old, next := r.net.meters[1], r.net.meters[2]
	old.Binding, next.Binding = meteridtypes.Binding{}, meteridtypes.Binding{}
	rows := input(quarter("m-2", 2, 10, 0), quarter("m", 0, 10, 0), quarter("m", 1, 10, 0))
	require.ErrorContains(t, r.run(t, rows), "not answered: 4")
	old.Status, old.ReplacedBy = meteridtypes.METER_STATUS_RETIRED, 2
	require.ErrorContains(t, r.run(t, input()), "not answered: 3") // the beginning of a row is the end of another now
	next.last = &meteridtypes.Registers{Time: start, ImportRegister: 900}
	next.Binding = meteridtypes.Binding{Module: "energy", Ref: 1}
	require.NoError(t, r.run(t, input()), "%s", &r.out)
	require.EqualValues(t, 930, r.registers("m-2").ImportRegister)
}
