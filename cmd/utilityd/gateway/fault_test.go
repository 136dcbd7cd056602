package gateway_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func TestReadingsThatWereSignedWithoutTheKeyOfTheChainAreSignedAnew(t *testing.T) {
	for _, status := range []meteridtypes.MeterStatus{meteridtypes.METER_STATUS_ACTIVE, meteridtypes.METER_STATUS_SUSPENDED} {
		t.Run(status.String(), func(t *testing.T) {
			r := newRig(t, "m")
			next := r.device(t, "m")
			r.devices = r.devices[:1] // the new key is not in the file
			m := r.net.meters[1]
			m.PublicKey.Key, m.KeyVersion, m.Status = next.Key.Public(), 2, status
			require.ErrorContains(t, r.run(t, input(quarter("m", 0, 10, 0), quarter("m", 1, 10, 0))), "not answered: 2")

			r.devices, m.Status = append(r.devices, next), meteridtypes.METER_STATUS_ACTIVE
			require.NoError(t, r.run(t, input()), "%s", &r.out)
			require.EqualValues(t, 20, r.registers("m").ImportRegister)
			require.Equal(t, 2, r.net.accepted)
		})
	}
}

// A batch in flight stays as it is until it has its answer, whatever the state of the device at the start.
func TestAChangeMeetsABatchInFlight(t *testing.T) {
	for _, tc := range changes {
		t.Run(tc.name, func(t *testing.T) {
			r := newRig(t, "m")
			r.device(t, "m-2")
			r.device(t, "m")
			require.NoError(t, r.run(t, input(halves().items[0])))
			stays := true
			r.net.broken = func(what string) bool { return stays && (what == "gossip" || what == "proposer") }
			rows := halves()
			r.kill(t, &list{rows.items[1:4]}, 1)
			stays = false
			tc.change(r)
			require.NoError(t, r.run(t, halves()), "%s", &r.out)
			require.Equal(t, meteridtypes.Registers{Time: start + 5*900, ImportRegister: tc.wantImport}, r.registers(tc.wantSerial), "%s", &r.out)
			require.Equal(t, 5, r.net.accepted, "%s", &r.out)
		})
	}
}

func TestAnotherTransactionOfTheAccountInTheMempoolIsWaitedFor(t *testing.T) {
	r := newRig(t, "m")
	other := gateway.Batch{Tx: "another", Sequence: 0, Until: 100}
	r.net.pools[0], r.net.pools[1] = []pooled{{other}}, []pooled{{other}}
	steps := 0
	r.net.broken = func(what string) bool {
		if what == "broadcast" {
			if steps++; steps > 100 {
				panic("the gateway does nothing else than to try")
			}
		}
		return false
	}
	journal := r.open(t)
	g := r.gateway(journal)
	g.Sleep = func(_ context.Context, pause time.Duration) error {
		r.now = r.now.Add(pause)
		r.net.block()
		return nil
	}
	require.NoError(t, g.Run(t.Context(), input(quarter("m", 0, 10, 0))))
	require.NoError(t, journal.Close())
	require.Equal(t, 1, r.net.accepted)
	require.Empty(t, r.lines(t, "open"))
}

func TestABatchThatTheMempoolHoldsIsNotSentTwice(t *testing.T) {
	r := newRig(t, "m")
	r.net.forgetful = true
	held := 8
	r.net.broken = func(what string) bool {
		if what == "proposer" && held > 0 { // blocks of a proposer that has not seen the batch
			held--
			return true
		}
		return what == "gossip"
	}
	r.net.lifetime = 30
	require.NoError(t, r.run(t, input(quarter("m", 0, 10, 0), quarter("m", 1, 10, 0))), "%s", &r.out)
	require.Len(t, r.lines(t, "reading"), 2)
	require.Equal(t, 1, r.net.fees)
}

func TestDevicesThatWaitHoldNobodyUpAndFillNoJournal(t *testing.T) {
	r := newRig(t, "early", "good")
	early := r.net.meters[1]
	early.Binding = meteridtypes.Binding{}
	rows := func() *list {
		l := input()
		for n := range 40 {
			l.items = append(l.items, quarter("early", n, 1, 0))
		}
		for n := range 40 {
			l.items = append(l.items, quarter("good", n, 1, 0))
		}
		return l
	}
	run := func() error {
		journal := r.open(t)
		defer func() { require.NoError(t, journal.Close()) }()
		g := r.gateway(journal)
		g.MaxOpen = 20
		return g.Run(t.Context(), rows())
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- run() }()
	select {
	case err := <-done:
		require.ErrorContains(t, err, "rows not taken: 30")
		require.ErrorContains(t, err, "not answered: 10")
	case <-ctx.Done():
		t.Fatal("replay does not end")
	}
	require.EqualValues(t, 40, r.registers("good").ImportRegister)
	require.Contains(t, r.lines(t, "row")[0]["reason"], "--max-open")

	early.Binding = meteridtypes.Binding{Module: "energy", Ref: 1}
	require.NoError(t, run(), "%s", &r.out)
	require.EqualValues(t, 40, r.registers("early").ImportRegister, "the same file again brings what did not fit")
	require.Equal(t, 80, r.net.accepted)
}

func TestReplayEndsWhenTheNodeDiesInTheMiddleOfALongFile(t *testing.T) {
	r := newRig(t, "m")
	r.net.broken = func(what string) bool { return what == "broadcast" }
	journal := r.open(t)
	g := r.gateway(journal)
	g.MaxOpen = 2
	began := r.now
	g.Sleep = func(ctx context.Context, pause time.Duration) error {
		r.now = r.now.Add(pause)
		if r.now.Sub(began) > 3*time.Hour {
			return context.DeadlineExceeded
		}
		return ctx.Err()
	}
	err := g.Run(t.Context(), halves())
	require.ErrorContains(t, err, "not answered: 2")
	require.Contains(t, r.out.String(), "the rest of the input was not read")
	require.NoError(t, journal.Close())
}

func TestReplayEndsWhenTheTimeOfTheChainStandsStill(t *testing.T) {
	r := newRig(t, "m")
	r.net.meters[1].code = meteridtypes.READING_CODE_IN_FUTURE
	began := r.now
	journal := r.open(t)
	g := r.gateway(journal)
	g.Sleep = func(ctx context.Context, pause time.Duration) error {
		r.now = r.now.Add(pause)
		if r.now.Sub(began) > 5*time.Hour {
			return context.DeadlineExceeded
		}
		return ctx.Err()
	}
	require.ErrorContains(t, g.Run(t.Context(), input(quarter("m", 0, 1, 0), quarter("m", 1, 1, 0))), "readings not accepted: 0, not answered: 2")
	require.Less(t, r.net.fees, 30, "each attempt costs its fee")
	require.NoError(t, journal.Close())
}

func TestADeviceThatIsNotInTheFileAnyMoreHoldsNobodyUp(t *testing.T) {
	r := newRig(t, "good", "left")
	r.net.meters[2].code = meteridtypes.READING_CODE_UNBOUND
	stays := true
	r.net.broken = func(what string) bool { return stays && (what == "gossip" || what == "proposer") }
	r.kill(t, input(quarter("good", 0, 1, 0), quarter("left", 0, 1, 0)), 1)
	stays = false
	r.devices = r.devices[:1]
	err := r.run(t, input(quarter("good", 1, 1, 0)))
	require.ErrorContains(t, err, "rows not taken: 0, readings not accepted: 0, not answered: 1")
	require.EqualValues(t, 2, r.registers("good").ImportRegister)
	require.Contains(t, r.lines(t, "open")[0]["reason"], "file of devices")
}

func TestADeviceThatIsReadyAgainAtTheStartIsNotCalledWaiting(t *testing.T) {
	r := newRig(t, "m")
	r.net.meters[1].Status = meteridtypes.METER_STATUS_SUSPENDED
	require.Error(t, r.run(t, input(quarter("m", 0, 1, 0))))
	r.net.meters[1].Status = meteridtypes.METER_STATUS_ACTIVE
	require.NoError(t, r.run(t, input()))
	j := r.open(t)
	require.Empty(t, j.Views(r.now)[0].Waiting)
	require.NoError(t, j.Close())
}

// The rest beyond a whole Wh of a reading that the issuer releases is in the next one.
func TestAReleasedReadingKeepsItsRest(t *testing.T) {
	r := newRig(t, "m")
	rows := halves()
	m := r.net.meters[1]
	m.code = meteridtypes.READING_CODE_QUARANTINED
	require.ErrorContains(t, r.run(t, &list{rows.items[:1]}), "readings not accepted: 1")
	m.code, m.Status = 0, meteridtypes.METER_STATUS_SUSPENDED
	require.ErrorContains(t, r.run(t, &list{rows.items[1:]}), "not answered: 4")
	m.Status, m.last = meteridtypes.METER_STATUS_ACTIVE, &meteridtypes.Registers{Time: start + 900, ImportRegister: 10}
	require.NoError(t, r.run(t, input()), "%s", &r.out)
	require.EqualValues(t, 52, r.registers("m").ImportRegister)
}

func TestABlockThatTakesSmallerBatchesGetsSmallerOnes(t *testing.T) {
	r := newRig(t, "a", "b", "c", "d")
	r.net.blockTakes = 2
	rows := input()
	for n := range 3 {
		for _, device := range []string{"a", "b", "c", "d"} {
			rows.items = append(rows.items, quarter(device, n, 1, 0))
		}
	}
	require.NoError(t, r.run(t, rows), "%s", &r.out)
	require.Equal(t, 12, r.net.accepted)
}

func TestAnIssuerThatTheChainRefusesHoldsNobodyUp(t *testing.T) {
	r := newRig(t, "good")
	r.device(t, "wrong")
	r.devices[1].Issuer = "no address"
	require.ErrorContains(t, r.run(t, input(quarter("good", 0, 1, 0), quarter("wrong", 0, 1, 0))), "rows not taken: 1")
	require.EqualValues(t, 1, r.registers("good").ImportRegister)
}

// Rows before the activation of a device are refused. If its later rows of the file were taken, those could never be counted.
func TestADeviceThatIsActivatedWhileItsFileIsReplayedLosesNothing(t *testing.T) {
	r := newRig(t, "good", "late")
	r.activatesLate(2)
	run := func() error {
		rows := input()
		for n := range 40 {
			rows.items = append(rows.items, quarter("good", n, 1, 0), quarter("late", n, 1, 0))
		}
		journal := r.open(t)
		defer func() { require.NoError(t, journal.Close()) }()
		g := r.gateway(journal)
		g.MaxOpen = 2
		return g.Run(t.Context(), rows)
	}
	require.ErrorContains(t, run(), "rows not taken: 40")
	require.Contains(t, r.out.String(), `"device":"late","outcome":"ready"`)
	require.NoError(t, run(), "%s", &r.out)
	require.EqualValues(t, 40, r.registers("late").ImportRegister)
	require.Equal(t, 80, r.net.accepted)
}

func TestAnIssuerIsCorrectedInTheFileWhileTheGatewayRuns(t *testing.T) {
	r := newRig(t, "m")
	right := r.devices[0]
	wrong := right
	wrong.Issuer = "another"
	roster := gateway.NewRoster(r.net, []gateway.Device{wrong}, func() time.Time { return r.now })
	m, err := roster.Refresh(t.Context(), "m")
	require.NoError(t, err)
	require.False(t, m.Counting)
	roster.SetDevices([]gateway.Device{right})
	m, err = roster.Refresh(t.Context(), "m")
	require.NoError(t, err)
	require.True(t, m.Counting, m.Waiting)
}

// A machine whose clock jumps ahead for a while must not throw away what the chain would take.
func TestAClockThatJumpsAheadMakesNoReadingTooOld(t *testing.T) {
	r := newRig(t, "m")
	held := 5
	r.net.broken = func(what string) bool {
		if what == "broadcast" && held > 0 {
			held--
			r.now = r.now.AddDate(2, 0, 0)
			return true
		}
		return false
	}
	r.net.limits.MaxAge = 60 * 24 * time.Hour
	journal := r.open(t)
	g := r.gateway(journal)
	g.GiveUp = 0
	require.NoError(t, g.Run(t.Context(), input(quarter("m", 0, 10, 0))), "%s", &r.out)
	require.NoError(t, journal.Close())
	require.EqualValues(t, 10, r.registers("m").ImportRegister)
}

// Readings that the chain no longer takes are settled without a fee, also of a waiting device.
func TestReadingsOfADeviceThatWaitsBecomeTooOld(t *testing.T) {
	r := newRig(t, "early", "good")
	r.net.meters[1].Binding = meteridtypes.Binding{}
	r.net.limits.MaxAge = 30*24*time.Hour - 20*time.Minute // the first quarter is five minutes older
	refused := 0
	r.net.broken = func(what string) bool { // until the parameters have been read again
		if what == "broadcast" {
			refused++
		}
		return what == "broadcast" && refused < 12
	}
	err := r.run(t, input(quarter("early", 0, 1, 0), quarter("early", 1, 1, 0), quarter("good", 1, 1, 0)))
	require.ErrorContains(t, err, "readings not accepted: 1, not answered: 1")
	require.Equal(t, "TOO_OLD", r.lines(t, "reading")[0]["outcome"])
	require.Equal(t, 1, r.net.fees)
}
