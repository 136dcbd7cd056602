package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func TestMarkInstalled(t *testing.T) {
	f := newFixture(t)
	id := f.pending()
	f.at(f.now() + 20*day)
	meter := f.addMeter(account("builder"))
	events[*types.EventMeterBound](f)

	resp := mustSend(f, f.msgs.MarkInstalled, types.MsgMarkInstalled{Installer: account("builder"), Generator: id, Meter: meter})

	require.Equal(t, f.now()+14*day, resp.Deadline)
	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, g.Status)
	require.Equal(t, meter, g.Meter)
	require.Equal(t, f.now(), g.InstalledAt)
	require.Equal(t, g.Deadline, g.RespondUntil)
	require.Equal(t, uint64(proof), g.Proof)
	require.Equal(t, meteridtypes.Binding{Module: "generator", Ref: id}, f.meters.Get(f.ctx, meter).Binding)
	require.Equal(t, []*types.EventMeterBound{{Generator: id, Meter: meter}}, events[*types.EventMeterBound](f))
}

func TestLateDays(t *testing.T) {
	tests := []struct {
		name  string
		after int64 // seconds after the funding

		want uint64
	}{
		{name: "at once", want: 0},
		{name: "in the last second of what was promised", after: 30 * day, want: 0},
		{name: "a second later is a day late", after: 30*day + 1, want: 1},
		{name: "a whole day later is a day late", after: 31 * day, want: 1},
		{name: "in the block in which the deadline comes", after: 44 * day, want: 14},
		{name: "in a late block", after: 44*day + 6, want: 15},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.pending()
			f.at(f.now() + tc.after)
			f.markInstalled(id)
			f.endBlock()
			require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id))
			require.Equal(t, types.ProviderRecord{Provider: account("builder"), OpenJobs: 1, LateDays: tc.want}, f.record("builder"))
		})
	}
}

func TestMarkInstalledRefuses(t *testing.T) {
	tests := []struct {
		name      string
		installer string
		generator uint64
		number    uint64 // of the meter, if not that of the installer
		meter     func(*meteridtypes.Meter)

		wantErr error
	}{
		{name: "the requester", installer: "mayor", generator: 1, wantErr: types.ErrNotProvider},
		{name: "a stranger", installer: "eve", generator: 1, wantErr: types.ErrNotProvider},
		{name: "a generator that does not exist", installer: "builder", generator: 2, wantErr: types.ErrGeneratorNotFound},
		{name: "a meter that does not exist", installer: "builder", generator: 1, number: 9, wantErr: meteridtypes.ErrMeterNotFound},
		{name: "no meter", installer: "builder", wantErr: sdkerrors.ErrInvalidRequest},
		{
			name: "the meter of another", installer: "builder", generator: 1,
			meter: func(m *meteridtypes.Meter) { m.Owner = account("eve") },

			wantErr: types.ErrNotMeterOwner,
		},
		{
			name: "a meter that is suspended", installer: "builder", generator: 1,
			meter: func(m *meteridtypes.Meter) { m.Status = meteridtypes.METER_STATUS_SUSPENDED },

			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a meter that only counts consumption", installer: "builder", generator: 1,
			meter: func(m *meteridtypes.Meter) { m.Direction = meteridtypes.DIRECTION_CONSUMPTION },

			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a meter of water", installer: "builder", generator: 1,
			meter: func(m *meteridtypes.Meter) { m.Medium = meteridtypes.MEDIUM_WATER },

			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a meter of another module", installer: "builder", generator: 1,
			meter: func(m *meteridtypes.Meter) { m.Binding.Module = "energy" },

			wantErr: types.ErrMeterBound,
		},
		{
			name: "a meter of another generator", installer: "builder", generator: 1,
			meter: func(m *meteridtypes.Meter) { m.Binding = meteridtypes.Binding{Module: "generator", Ref: 7} },

			wantErr: types.ErrMeterBound,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.pending()
			meter := f.addMeter(account(tc.installer))
			if tc.meter != nil {
				f.meters.Change(f.ctx, meter, tc.meter)
			}
			if tc.number != 0 {
				meter = tc.number
			}
			msg := types.MsgMarkInstalled{Installer: account(tc.installer), Generator: tc.generator, Meter: meter}
			mustRefuse(f, f.msgs.MarkInstalled, msg, tc.wantErr)
		})
	}
}

func TestMarkInstalledNeedsAnAddress(t *testing.T) {
	f := newFixture(t)
	id := f.pending()
	mustRefuse(f, f.msgs.MarkInstalled, types.MsgMarkInstalled{Installer: "builder", Generator: id, Meter: 1}, sdkerrors.ErrInvalidAddress)
}

// Requester or provider may bind another meter after one was retired, until the end of the trial the provider alone; nothing else changes.
func TestAnotherMeter(t *testing.T) {
	for _, status := range []types.GeneratorStatus{
		types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE,
	} {
		t.Run(status.String(), func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(status)
			g := f.generatorOf(id).Generator
			who, refusal := account("mayor"), types.ErrNotVendor
			if status.HasOpenJob() {
				who, refusal = account("builder"), types.ErrNotProvider
			}
			second := f.addMeter(who)
			msg := types.MsgMarkInstalled{Installer: who, Generator: id, Meter: second}
			mustRefuse(f, f.msgs.MarkInstalled, msg, types.ErrMeterPresent)
			require.NoError(t, f.meters.Retire(f.ctx, g.Meter))

			stranger := msg
			stranger.Installer, stranger.Meter = account("eve"), f.addMeter(account("eve"))
			mustRefuse(f, f.msgs.MarkInstalled, stranger, refusal)

			f.at(f.now() + 100)
			resp := mustSend(f, f.msgs.MarkInstalled, msg)
			require.Equal(t, g.Deadline, resp.Deadline)
			g.Meter = second
			require.Equal(t, g, f.generatorOf(id).Generator)
			require.Equal(t, id, f.meters.Get(f.ctx, second).Binding.Ref)
		})
	}
}
