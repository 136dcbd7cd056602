package gateway_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	// exchanges is how often a device of a storm is replaced at most, and how often its key is rotated.
	exchanges = 2
	// attested is what an issuer adds to registers: more than a batch in flight can carry, else the chain would take the end of a
	// batch for later rows, as any gateway would.
	attested = 100_000
)

// storm is a rig on which everything happens at once.
type storm struct {
	*rig
	t        *rapid.T
	troubles int
	changes  int
	serials  map[string]string // which device signs for a name
	replaced map[string]int
	added    map[string]uint64 // what issuers have added to the registers of a name
}

// Whatever happens together - the node, its mempool and the network break, the process is killed after any line of its journal, the
// journal is compacted, keys are rotated, registers set and devices replaced - each interval is accepted once and in its order, and
// the registers are the sums of the input.
func TestAStormLosesDoublesAndOvertakesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := &storm{
			rig: newRig(t, "a", "b"), t: rt, troubles: rapid.IntRange(0, 30).Draw(rt, "troubles"), changes: rapid.IntRange(0, 4).Draw(rt, "changes"),
			serials: map[string]string{"a": "a", "b": "b"}, replaced: map[string]int{}, added: map[string]uint64{},
		}
		s.batch = rapid.IntRange(1, 6).Draw(rt, "batch")
		for _, name := range []string{"a", "b"} {
			for n := range exchanges {
				s.device(rt, name)
				s.device(rt, fmt.Sprintf("%s-%d", name, n+1))
				s.device(rt, fmt.Sprintf("%s-%d", name, n+1))
			}
		}
		s.net.broken = s.breaks
		sums := map[string]uint64{}
		quarters := 0
		for range rapid.IntRange(1, 3).Draw(rt, "files") {
			rows := input()
			for range rapid.IntRange(1, 5).Draw(rt, "quarters") {
				for _, name := range []string{"a", "b"} {
					amount := rapid.Uint64Range(0, 50).Draw(rt, "amount")
					rows.items = append(rows.items, quarter(name, quarters, amount, 0))
					sums[name] += amount
				}
				quarters++
			}
			for range rapid.IntRange(0, 3).Draw(rt, "killed") {
				s.dies(rt, &list{rows.items}, rapid.IntRange(0, 25).Draw(rt, "lines"))
			}
			require.NoError(rt, s.run(rt, rows), "%s", &s.out)
		}
		for name, sum := range sums {
			got := s.registers(s.serials[name])
			require.Equal(rt, sum+s.added[name], got.ImportRegister, "%s: %s", name, &s.out)
			require.Equal(rt, start+int64(quarters)*900, got.Time)
		}
		require.Equal(rt, 2*quarters, s.net.accepted, "each interval is a reading of its own: %s", &s.out)
	})
}

// breaks lets something happen whenever the gateway talks to the chain.
func (s *storm) breaks(what string) bool {
	if s.changes > 0 && rapid.IntRange(0, 5).Draw(s.t, "changes") == 0 {
		s.changes--
		s.change(rapid.SampledFrom([]string{"a", "b"}).Draw(s.t, "name"))
	}
	if s.troubles == 0 || rapid.IntRange(0, 2).Draw(s.t, what) > 0 {
		return false
	}
	s.troubles--
	return true
}

// change rotates the key of a device, sets its registers or replaces it.
func (s *storm) change(name string) {
	m := s.net.meters[s.net.serials[s.serials[name]]]
	last := *m.last
	last.ImportRegister += attested
	keys := s.of(m.Serial)
	switch rapid.SampledFrom([]string{"rotate", "set", "replace"}).Draw(s.t, "change") {
	case "rotate":
		if int(m.KeyVersion) < len(keys) {
			m.PublicKey.Key = keys[m.KeyVersion].Key.Public()
			m.KeyVersion++
		}
	case "set":
		m.last, s.added[name] = &last, s.added[name]+attested
	case "replace":
		if s.replaced[name] < exchanges {
			s.replaced[name]++
			s.serials[name] = fmt.Sprintf("%s-%d", name, s.replaced[name])
			s.added[name] += attested
			next := s.net.add(s.of(s.serials[name])[0], last)
			m.Status, m.ReplacedBy = meteridtypes.METER_STATUS_RETIRED, next.Id
		}
	}
}

// of are the keys of a serial number.
func (s *storm) of(serial string) (keys []gateway.Device) {
	for _, d := range s.devices {
		if d.Serial == serial {
			keys = append(keys, d)
		}
	}
	return keys
}
