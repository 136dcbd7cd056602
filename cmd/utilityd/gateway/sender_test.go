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

var errDown = errors.New("connection refused")

// village is a chain of meters that accepts registers in order and forgets its mempool at will.
type village struct {
	last     map[uint64]meteridtypes.Reading
	accepted int
	mempool  []pooled
	found    []gateway.Commitment
	height   int64
	next     int
	refuse   map[uint64]meteridtypes.ReadingCode
	broken   func(what string) bool
}

type pooled struct {
	tx       string
	readings []meteridtypes.Reading
}

func newVillage() *village {
	return &village{last: map[uint64]meteridtypes.Reading{}, refuse: map[uint64]meteridtypes.ReadingCode{}, broken: func(string) bool { return false }}
}

func (v *village) Submit(_ context.Context, readings []meteridtypes.Reading) (string, error) {
	if v.broken("submit") {
		return "", errDown
	}
	v.next++
	tx := fmt.Sprintf("tx%d", v.next)
	v.mempool = append(v.mempool, pooled{tx, readings})
	if v.broken("answer") {
		return "", errDown // it is in the mempool, but nobody is told
	}
	return tx, nil
}

func (v *village) Committed(context.Context) ([]gateway.Commitment, error) {
	v.block()
	if v.broken("committed") {
		return nil, errDown
	}
	found := v.found
	v.found = nil
	return found, nil
}

func (v *village) Resync(context.Context) error {
	v.found = nil
	if v.broken("resync") {
		return errDown
	}
	return nil
}

// block executes the mempool, or loses it.
func (v *village) block() {
	v.height++
	pool := v.mempool
	v.mempool = nil
	if v.broken("mempool") {
		return
	}
	for _, p := range pool {
		c := gateway.Commitment{Tx: p.tx, Height: v.height}
		if v.broken("execution") {
			c.Failure = "out of gas"
		} else {
			for _, r := range p.readings {
				c.Codes = append(c.Codes, v.apply(r))
			}
		}
		v.found = append(v.found, c)
	}
}

func (v *village) apply(r meteridtypes.Reading) meteridtypes.ReadingCode {
	last := v.last[r.Meter]
	if code, ok := v.refuse[r.Meter]; ok {
		return code
	}
	switch {
	case last.Time == r.Time && last.ImportRegister == r.ImportRegister:
		return meteridtypes.READING_CODE_DUPLICATE
	case r.Time <= last.Time:
		return meteridtypes.READING_CODE_TIME_WENT_BACK
	}
	v.last[r.Meter] = r
	v.accepted++
	return meteridtypes.READING_CODE_ACCEPTED
}

func sender(j *gateway.Journal, chain gateway.Chain, batch, window int) *gateway.Sender {
	return &gateway.Sender{
		Journal: j, Chain: chain, BatchSize: batch, Window: window,
		Poll: 0, Patience: time.Nanosecond, Report: func(gateway.Event) {},
	}
}

// Whatever breaks and whenever the gateway is killed, the chain ends with the last registers of every meter, and the
// journal knows an outcome of each entry.
func TestNothingIsLostOrCountedTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const meters, times = 3, 8
		dir := t.TempDir()
		chain := newVillage()
		troubles := rapid.IntRange(0, 40).Draw(rt, "troubles")
		chain.broken = func(what string) bool {
			if troubles == 0 || !rapid.Bool().Draw(rt, what) {
				return false
			}
			troubles--
			return true
		}
		batch := rapid.IntRange(1, 7).Draw(rt, "batch")
		window := rapid.IntRange(1, 3).Draw(rt, "window")
		journal := open(t, dir)
		s := sender(journal, chain, batch, window)
		for at := int64(1); at <= times; at++ {
			var entries []gateway.Entry
			for m := uint64(1); m <= meters; m++ {
				entries = append(entries, entry(fmt.Sprint(m), m, at))
			}
			require.NoError(rt, journal.Append(entries))
			_, err := s.Step(context.Background())
			require.NoError(rt, err)
			if rapid.Bool().Draw(rt, "killed") {
				require.NoError(rt, journal.Close())
				journal = open(t, dir)
				s = sender(journal, chain, batch, window)
			}
		}
		for range 200 {
			idle, err := s.Step(context.Background())
			require.NoError(rt, err)
			if idle && len(journal.Pending()) == 0 {
				break
			}
		}
		require.Empty(rt, journal.Pending())
		require.Equal(rt, gateway.Counts{
			Accepted: journal.Counts.Accepted, Duplicate: meters*times - journal.Counts.Accepted,
		}, journal.Counts, "nothing is rejected")
		for m := uint64(1); m <= meters; m++ {
			require.Equal(rt, int64(times), chain.last[m].Time)
		}
		require.NoError(rt, journal.Close())
	})
}

func TestSenderKeepsTheOrderOfADevice(t *testing.T) {
	journal := open(t, t.TempDir())
	require.NoError(t, journal.Append([]gateway.Entry{entry("a", 1, 1), entry("b", 2, 1), entry("a", 1, 2), entry("b", 2, 2)}))
	chain := newVillage()
	chain.refuse[1] = meteridtypes.READING_CODE_UNBOUND
	s := sender(journal, chain, 2, 1)
	s.Patience = time.Hour
	for range 10 {
		_, err := s.Step(context.Background())
		require.NoError(t, err)
	}
	require.Equal(t, 2, chain.accepted, "b goes on although a waits for its community")
	require.Len(t, journal.Pending(), 2, "what may still be accepted is not given up")
	require.NoError(t, journal.Close())
}

func TestSenderGivesUpOnlyWhatCannotBecomeGood(t *testing.T) {
	journal := open(t, t.TempDir())
	require.NoError(t, journal.Append([]gateway.Entry{entry("a", 1, 1), entry("b", 2, 1)}))
	chain := newVillage()
	chain.refuse[1] = meteridtypes.READING_CODE_BAD_SIGNATURE
	var seen []meteridtypes.ReadingCode
	s := sender(journal, chain, 10, 1)
	s.Report = func(e gateway.Event) { seen = append(seen, e.Code) }
	require.NoError(t, s.Run(context.Background(), true))
	require.Equal(t, []meteridtypes.ReadingCode{meteridtypes.READING_CODE_BAD_SIGNATURE, meteridtypes.READING_CODE_ACCEPTED}, seen)
	require.Equal(t, gateway.Counts{Accepted: 1, Rejected: 1}, journal.Counts)
	require.NoError(t, journal.Close())
}

func TestSenderComplainsOnceWhileATroubleLasts(t *testing.T) {
	journal := open(t, t.TempDir())
	require.NoError(t, journal.Append([]gateway.Entry{entry("a", 1, 1)}))
	chain := newVillage()
	down := true
	chain.broken = func(string) bool { return down }
	var troubles []string
	s := sender(journal, chain, 1, 1)
	s.Patience = time.Hour
	s.Report = func(e gateway.Event) {
		if e.Trouble != "" {
			troubles = append(troubles, e.Trouble)
		}
	}
	for range 5 {
		_, err := s.Step(context.Background())
		require.NoError(t, err)
	}
	require.Equal(t, []string{errDown.Error()}, troubles)

	down = false
	require.NoError(t, s.Run(context.Background(), true))
	require.Equal(t, gateway.Counts{Accepted: 1}, journal.Counts)
	require.NoError(t, journal.Close())
}
