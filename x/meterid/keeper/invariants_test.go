package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Each invariant breaks when the state is corrupted in the way that it watches. In busyFixture meter 1 is registered, 2
// suspended, 3 retired, 4 has failed work, 5 is active and bound, 7 is active with a key that waits, 8 is quarantined.
func TestInvariantsBreak(t *testing.T) {
	tests := []struct {
		name    string
		corrupt func(f *fixture) error

		want []string // names that begin so
	}{
		{
			name:    "a serial number that names no meter",
			corrupt: func(f *fixture) error { return f.keeper.CorruptSerial(f.ctx, accountBytes("issuer"), "lost", 99) },
			want:    []string{"each meter is found by its serial number"},
		},
		{
			name:    "a serial number that names another meter",
			corrupt: func(f *fixture) error { return f.keeper.CorruptSerial(f.ctx, accountBytes("issuer"), "S1", 2) },
			want:    []string{"each meter is found by its serial number"},
		},
		{
			name:    "a serial number of another issuer",
			corrupt: func(f *fixture) error { return f.keeper.CorruptSerial(f.ctx, accountBytes("other"), "S1", 1) },
			want:    []string{"each meter is found by its serial number"},
		},
		{
			name:    "a key without a meter",
			corrupt: func(f *fixture) error { return f.keeper.CorruptKey(f.ctx, publicKey(ed("lost", 1)), 1) },
			want:    []string{"each live meter and each pending key"},
		},
		{
			name:    "a key that names another meter",
			corrupt: func(f *fixture) error { return f.keeper.CorruptKey(f.ctx, publicKey(ed("S7", 2)), 1) },
			want:    []string{"each live meter and each pending key"},
		},
		{
			name:    "an owner who does not own",
			corrupt: func(f *fixture) error { return f.keeper.CorruptOwner(f.ctx, accountBytes("other"), 1) },
			want:    []string{"each meter is found by its owner"},
		},
		{
			name: "a meter that its owner does not find",
			corrupt: func(f *fixture) error {
				m := f.meter(1)
				m.Owner = account("other")
				return f.keeper.CorruptMeter(f.ctx, m)
			},
			want: []string{"each meter is found by its owner"},
		},
		{
			name:    "registers before activation",
			corrupt: func(f *fixture) error { return f.keeper.CorruptRegisters(f.ctx, 1, opening, false) },
			want:    []string{"a meter has registers from its activation on", "the exported state is valid"},
		},
		{
			name:    "registers of no meter",
			corrupt: func(f *fixture) error { return f.keeper.CorruptRegisters(f.ctx, 99, opening, false) },
			want:    []string{"a meter has registers from its activation on", "the exported state is valid"},
		},
		{
			name: "an active meter without registers",
			corrupt: func(f *fixture) error {
				m := f.meter(1)
				m.Status = types.METER_STATUS_ACTIVE
				return f.keeper.CorruptMeter(f.ctx, m)
			},
			want: []string{"a meter has registers from its activation on", "the exported state is valid"},
		},
		{
			name: "a binding of a retired meter",
			corrupt: func(f *fixture) error {
				m := f.meter(3)
				m.Binding.Module = "energy"
				return f.keeper.CorruptMeter(f.ctx, m)
			},
			want: []string{"only meters in service are bound", "each bound meter is found by its binding", "the exported state is valid"},
		},
		{
			name: "a binding to a module that does not count",
			corrupt: func(f *fixture) error {
				m := f.meter(5)
				m.Binding.Module = "gas"
				return f.keeper.CorruptMeter(f.ctx, m)
			},
			want: []string{"only meters in service are bound", "each bound meter is found by its binding"},
		},
		{
			name:    "a meter that is found by a binding it has not",
			corrupt: func(f *fixture) error { return f.keeper.CorruptBinding(f.ctx, "energy", 99, 5) },
			want:    []string{"each bound meter is found by its binding"},
		},
		{
			name:    "a quarantine that is noted and is not there",
			corrupt: func(f *fixture) error { return f.keeper.CorruptRegisters(f.ctx, 5, opening, true) },
			want:    []string{"what is quarantined is noted"},
		},
		{
			name: "a quarantine that is there and is not noted",
			corrupt: func(f *fixture) error {
				return f.keeper.CorruptQuarantine(f.ctx, types.QuarantinedReading{Meter: 5, Registers: jump, ReceivedAt: noon, Code: types.READING_CODE_QUARANTINED})
			},
			want: []string{"what is quarantined is noted"},
		},
		{
			name:    "a quarantine that registers have overtaken",
			corrupt: func(f *fixture) error { return f.keeper.CorruptRegisters(f.ctx, 8, jump, true) },
			want:    []string{"what is quarantined is noted", "the exported state is valid"},
		},
		{
			name: "a transfer of a registered meter",
			corrupt: func(f *fixture) error {
				return f.keeper.CorruptTransfer(f.ctx, types.PendingTransfer{Meter: 1, NewOwner: account("heir")})
			},
			want: []string{"proposals are about meters in service", "the exported state is valid"},
		},
		{
			name: "a replacement by no meter",
			corrupt: func(f *fixture) error {
				return f.keeper.CorruptReplacement(f.ctx, types.PendingReplacement{Meter: 5, NewMeter: 99})
			},
			want: []string{"proposals are about meters in service", "the exported state is valid"},
		},
		{
			name: "work without a key that waits",
			corrupt: func(f *fixture) error {
				return f.work.Queue(types.ModuleName).Push(f.ctx, queue.Item{At: noon, Record: 5, Kind: types.KindRotateKey})
			},
			want: []string{"each pending key has its work"},
		},
		{
			name:    "a key that is gone and its work that is not",
			corrupt: func(f *fixture) error { return f.keeper.CorruptPendingKey(f.ctx, 7) },
			want:    []string{"each live meter and each pending key", "each pending key has its work"},
		},
		{
			name: "parameters out of range",
			corrupt: func(f *fixture) error {
				return f.keeper.CorruptParams(f.ctx, types.Params{})
			},
			want: []string{"the exported state is valid"},
		},
	}
	broke := map[string]bool{}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := busyFixture(t)
			require.NoError(t, tc.corrupt(f))
			var got []string
			for _, i := range f.keeper.Invariants() {
				if err := i.Check(f.ctx); err != nil {
					require.ErrorIs(t, err, invariant.ErrBroken, i.Name)
					got = append(got, i.Name)
					broke[i.Name] = true
				}
			}
			require.Len(t, got, len(tc.want), "%s", got)
			for i := range got {
				require.Contains(t, got[i], tc.want[i])
			}
		})
	}
	for _, i := range newFixture(t).keeper.Invariants() {
		require.True(t, broke[i.Name], "no corruption breaks %q", i.Name)
	}
}
