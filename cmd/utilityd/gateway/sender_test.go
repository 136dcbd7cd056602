package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Whatever breaks - the node, its mempool, the network, blocks of other proposers, the gateway itself - and with whatever files
// the gateway is started again, each reading is accepted once and in its order, and the registers are the sums of the input.
func TestNothingIsLostDoubledOrOvertaken(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := newRig(t, "a", "b", "c")
		troubles := rapid.IntRange(0, 60).Draw(rt, "troubles")
		r.net.broken = func(what string) bool {
			if troubles == 0 || rapid.IntRange(0, 2).Draw(rt, what) > 0 {
				return false
			}
			troubles--
			return true
		}
		sums := map[string]uint64{}
		readings := 0
		quarters := 0
		for range rapid.IntRange(1, 4).Draw(rt, "files") {
			rows := input()
			for range rapid.IntRange(1, 5).Draw(rt, "quarters") {
				for _, device := range []string{"a", "b", "c"} {
					amount := rapid.Uint64Range(0, 50).Draw(rt, "amount")
					rows.items = append(rows.items, quarter(device, quarters, amount, 0))
					sums[device] += amount
					readings++
				}
				quarters++
			}
			for rapid.IntRange(0, 2).Draw(rt, "killed") > 0 {
				r.kill(rt, rows, rapid.IntRange(1, 6).Draw(rt, "steps"))
			}
			require.NoError(rt, r.run(rt, rows), "%s", &r.out)
		}
		for device, sum := range sums {
			got := r.registers(device)
			require.Equal(rt, sum, got.ImportRegister, device)
			require.Equal(rt, start+int64(quarters)*900, got.Time)
		}
		require.Equal(rt, readings, r.net.accepted, "each interval is a reading of its own: none was overtaken")
	})
}

// killed reports whether a process has died as the test wanted, and passes on any other panic.
func killed(dead any) bool {
	if err, ok := dead.(error); dead != nil && (!ok || !errors.Is(err, errKilled)) {
		panic(dead)
	}
	return dead != nil
}

// kill runs a gateway for some steps on what it has not read yet, and lets it die.
func (r *rig) kill(t failer, rows *list, steps int) {
	t.Helper()
	journal, err := gateway.OpenJournal(r.dir, gateway.Header{ChainID: chainID}, len(r.devices))
	require.NoError(t, err)
	g := r.gateway(journal)
	r.net.dies = r.net.height + int64(steps)
	defer func() {
		r.net.dies = 0
		killed(recover())
		require.NoError(t, journal.Close())
	}()
	_ = g.Run(context.Background(), &list{items: rows.items})
}

func TestAFailedTransactionDoesNotBurnFees(t *testing.T) {
	r := newRig(t, "m")
	r.net.gasTooLow = true
	began := r.now
	refreshed := 0
	r.net.broken = func(what string) bool {
		if what == "refresh" {
			if refreshed++; r.now.Sub(began) > 10*time.Minute {
				r.net.gasTooLow = false // governance has lowered the gas again
			}
		}
		return false
	}
	require.NoError(t, r.run(t, input(quarter("m", 0, 10, 0))))
	require.EqualValues(t, 10, r.registers("m").ImportRegister)
	require.Less(t, r.net.fees, 20, "ten minutes of failures cost a fee each time")
	require.Greater(t, refreshed, 5, "the parameters are read again after each failure")
}

func TestAnswersThatNothingChangesEnd(t *testing.T) {
	for _, code := range []meteridtypes.ReadingCode{
		meteridtypes.READING_CODE_TOO_OLD, meteridtypes.READING_CODE_QUARANTINED, meteridtypes.READING_CODE_WRONG_DIRECTION,
		meteridtypes.READING_CODE_BAD_SIGNATURE, meteridtypes.READING_CODE_IN_FUTURE,
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			r := newRig(t, "bad", "good")
			r.net.meters[1].code = code
			if code == meteridtypes.READING_CODE_IN_FUTURE {
				r.now = time.Unix(start, 0).Add(-2 * time.Hour)
				r.net.limits.MaxDrift = 24 * time.Hour
			}
			err := r.run(t, input(quarter("bad", 0, 1, 0), quarter("good", 0, 1, 0), quarter("bad", 1, 1, 0), quarter("good", 1, 1, 0)))
			require.ErrorContains(t, err, "readings not accepted: 2, not answered: 0")
			require.EqualValues(t, 2, r.registers("good").ImportRegister)
		})
	}
}

func TestReadingsOfADeviceThatCannotCountYetWaitWithoutHoldingTheEndUp(t *testing.T) {
	r := newRig(t, "early", "good")
	early := r.net.meters[1]
	early.Binding = meteridtypes.Binding{}
	err := r.run(t, input(quarter("early", 0, 1, 0), quarter("good", 0, 1, 0), quarter("early", 1, 1, 0)))
	require.ErrorContains(t, err, "not answered: 2")
	require.Contains(t, r.lines(t, "open")[0]["reason"], "in no community")

	early.Binding = meteridtypes.Binding{Module: "energy", Ref: 1}
	require.NoError(t, r.run(t, input()))
	require.EqualValues(t, 2, r.registers("early").ImportRegister)
	require.Equal(t, 3, r.net.accepted)
}

func TestAReadingThatAnotherGatewayOvertookIsCalledSo(t *testing.T) {
	r := newRig(t, "m")
	r.net.broken = func(what string) bool {
		if what == "gossip" { // while the batch is in flight
			r.net.meters[1].last = &meteridtypes.Registers{Time: start + 900_000, ImportRegister: 10}
		}
		return false
	}
	err := r.run(t, input(quarter("m", 0, 10, 0)))
	require.ErrorContains(t, err, "readings not accepted: 1")
	require.Equal(t, "OVERTAKEN", r.lines(t, "reading")[0]["outcome"])
}
