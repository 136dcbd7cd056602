package gateway_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func TestTheNextFileGoesOnWhereTheLastOneEnded(t *testing.T) {
	r := newRig(t, "a1", "a2")
	day := func(from, to int, exported, imported uint64) *list {
		l := input()
		for n := from; n < to; n++ {
			l.items = append(l.items, quarter("a1", n, 0, exported), quarter("a2", n, imported, 0))
		}
		return l
	}
	require.NoError(t, r.run(t, day(0, 3, 500, 400)))
	require.NoError(t, r.run(t, day(3, 6, 500, 400)))
	require.EqualValues(t, 3_000, r.registers("a1").ExportRegister, "after two days")
	require.EqualValues(t, 2_400, r.registers("a2").ImportRegister)
	require.NoError(t, r.run(t, day(6, 8, 900, 900)))
	require.EqualValues(t, 4_800, r.registers("a1").ExportRegister, "after the third day")
	require.EqualValues(t, 4_200, r.registers("a2").ImportRegister)
	require.Equal(t, 16, r.net.accepted, "every interval is a reading of its own")
}

func TestAMemberThatOpensLaterGoesOnFromItsOpening(t *testing.T) {
	r := newRig(t, "old")
	require.NoError(t, r.run(t, input(quarter("old", 0, 10, 0))))
	r.net.add(r.device(t, "new"), meteridtypes.Registers{Time: start + 900, ImportRegister: 5_000_000})
	require.NoError(t, r.run(t, input(quarter("old", 1, 10, 0), quarter("new", 1, 7, 0))))
	require.EqualValues(t, 5_000_007, r.registers("new").ImportRegister)
}

func TestRowsThatComeTwiceCountOnce(t *testing.T) {
	r := newRig(t, "flat")
	require.NoError(t, r.run(t, input(quarter("flat", 0, 300, 0), quarter("flat", 0, 300, 0), quarter("flat", 1, 300, 0))))
	require.Equal(t, gateway.Rows{Taken: 2, Duplicate: 1}, r.rows)
	require.EqualValues(t, 600, r.registers("flat").ImportRegister)

	// The export of the next day begins with the last rows of this one.
	require.NoError(t, r.run(t, input(quarter("flat", 0, 300, 0), quarter("flat", 1, 300, 0), quarter("flat", 2, 300, 0))))
	require.Equal(t, gateway.Rows{Taken: 1, Duplicate: 2}, r.rows)
	require.EqualValues(t, 900, r.registers("flat").ImportRegister)

	// It contradicts rows that were taken, or overlaps them.
	across := quarter("flat", 2, 1, 0)
	across.Start += 60
	across.End += 60
	err := r.run(t, input(quarter("flat", 1, 301, 0), across, quarter("flat", 3, 300, 0)))
	require.ErrorContains(t, err, "rows not taken: 2")
	require.Equal(t, gateway.Rows{Taken: 1, Conflict: 2}, r.rows)
	require.EqualValues(t, 1_200, r.registers("flat").ImportRegister, "a conflict is never added")
	require.Contains(t, r.lines(t, "row")[0]["reason"], "taken before with other numbers")
}

func TestABadRowHoldsNobodyUp(t *testing.T) {
	r := newRig(t, "roof", "flat")
	sleeping := r.net.add(r.device(t, "sleeping"), meteridtypes.Registers{})
	sleeping.Status, sleeping.last = meteridtypes.METER_STATUS_REGISTERED, nil
	r.device(t, "unknown") // a key without a meter
	back := shown("roof", 2, 100, 0)
	back.End--
	future := quarter("flat", 0, 1, 0)
	future.Start, future.End = start*1_000, (start+900)*1_000
	err := r.run(t, input(
		&meterdata.RowError{Line: 2, Meter: "flat", Reason: "consumed_wh: expected a number, got \"-\""},
		quarter("stranger", 0, 1, 0), quarter("sleeping", 0, 1, 0), quarter("unknown", 0, 1, 0),
		shown("roof", 1, 50, 0), shown("roof", 2, 100, 0), back, shown("roof", 3, 150, 0),
		future, quarter("flat", 1, 300, 0),
	))
	require.ErrorContains(t, err, "rows not taken: 6, readings not accepted: 0")
	require.Equal(t, gateway.Rows{Taken: 4, Conflict: 1, Refused: 5}, r.rows)
	require.EqualValues(t, 300, r.registers("flat").ImportRegister)
	require.EqualValues(t, 150, r.registers("roof").ImportRegister)
	reasons := map[string]string{}
	for _, l := range r.lines(t, "row") {
		reasons[l["device"].(string)] += l["reason"].(string)
	}
	require.Contains(t, reasons["flat"], "milliseconds")
	require.Contains(t, reasons["stranger"], "no device is named")
	require.Contains(t, reasons["sleeping"], "activate-meter")
	require.Contains(t, reasons["unknown"], "register-meter")
	require.Contains(t, reasons["roof"], "clock was set back")
}

func TestARunningGatewayFollowsTheChain(t *testing.T) {
	tests := []struct {
		name string
		// change happens on the chain after the first quarter was accepted.
		change func(t *testing.T, r *rig)

		wantImport uint64
		wantSerial string
	}{
		{
			name: "a key is rotated, and the new one is in the file",
			change: func(_ *testing.T, r *rig) {
				m := r.net.meters[1]
				m.PublicKey.Key, m.KeyVersion = r.devices[2].Key.Public(), 2
			},
			wantImport: 30,
			wantSerial: "m",
		},
		{
			name: "registers are set to other values",
			change: func(_ *testing.T, r *rig) {
				r.net.meters[1].last = &meteridtypes.Registers{Time: start + 900, ImportRegister: 7_000}
			},
			wantImport: 7_020,
			wantSerial: "m",
		},
		{
			name: "the device is replaced",
			change: func(_ *testing.T, r *rig) {
				r.net.add(r.devices[1], meteridtypes.Registers{Time: start + 900, ImportRegister: 100})
				r.net.meters[1].Status, r.net.meters[1].ReplacedBy = meteridtypes.METER_STATUS_RETIRED, 2
			},
			wantImport: 120,
			wantSerial: "m-2",
		},
		{
			name:       "the batch limit falls",
			change:     func(_ *testing.T, r *rig) { r.net.limits.MaxReadings = 1 },
			wantImport: 30,
			wantSerial: "m",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r := newRig(t, "m")
			r.device(t, "m-2") // keys for later
			r.device(t, "m")
			changed := false
			rows := input(quarter("m", 0, 10, 0), quarter("m", 1, 10, 0), quarter("m", 2, 10, 0))
			r.net.broken = func(what string) bool {
				if !changed && what == "committed" && r.net.accepted > 0 {
					changed = true
					tc.change(t, r)
				}
				return false
			}
			// One reading in a batch, so that the change comes between the readings.
			journal, err := gateway.OpenJournal(r.dir, gateway.Header{ChainID: chainID}, 1)
			require.NoError(t, err)
			g := r.gateway(journal)
			g.BatchSize = 1
			require.NoError(t, g.Run(t.Context(), rows), "%s", &r.out)
			require.True(t, changed)
			require.EqualValues(t, tc.wantImport, r.registers(tc.wantSerial).ImportRegister, "%s", &r.out)
			require.NoError(t, journal.Close())
		})
	}
}

// A row that is missing is named when the next one comes. If it comes later, it is named again, and why it counts in no reading.
func TestAMissingRowIsNamed(t *testing.T) {
	r := newRig(t, "m")
	require.NoError(t, r.run(t, input(quarter("m", 0, 100, 0), quarter("m", 2, 400, 0))))
	gaps := r.lines(t, "row")
	require.Len(t, gaps, 1)
	require.Equal(t, "gap", gaps[0]["outcome"])
	require.Contains(t, gaps[0]["reason"], "no row covers 2026-09-21T00:15:00Z to 2026-09-21T00:30:00Z")
	require.Equal(t, gateway.Rows{Taken: 2}, r.rows)

	late := quarter("m", 3, 0, 0)
	late.Start += 7
	other := newRig(t, "m")
	require.NoError(t, other.run(t, input(quarter("m", 2, 1, 0), late)))
	require.Empty(t, other.lines(t, "row"), "a clock that is late leaves no room for a row")

	err := r.run(t, input(quarter("m", 0, 100, 0), quarter("m", 1, 250, 0), quarter("m", 2, 400, 0), quarter("m", 3, 50, 0)))
	require.ErrorContains(t, err, "rows not taken: 1")
	require.Equal(t, gateway.Rows{Taken: 1, Duplicate: 2, Conflict: 1}, r.rows)
	require.Contains(t, r.lines(t, "row")[1]["reason"], "no row of it was taken before the meter signed later ones")
	require.EqualValues(t, 550, r.registers("m").ImportRegister)
}
