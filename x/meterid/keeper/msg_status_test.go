package keeper_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func TestSuspendMeter(t *testing.T) {
	for _, who := range []string{"issuer", "owner"} {
		t.Run("by its "+who, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			_, err := f.msgs.SuspendMeter(f.ctx, &types.MsgSuspendMeter{Signer: account(who), Meter: id, Reason: "seal broken"})
			require.NoError(t, err)
			require.Equal(t, types.METER_STATUS_SUSPENDED, f.meter(id).Status)
			require.True(t, f.meter(id).IsBound(), "it keeps its place")
			f.emitted(&types.EventMeterStatusChanged{Meter: id, Status: types.METER_STATUS_SUSPENDED, Reason: "seal broken"})
			f.sound()
		})
	}
}

func TestSuspendMeterIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // ACTIVE if nothing is said
		change func(*types.MsgSuspendMeter)

		wantErr error
	}{
		{name: "by another account", change: func(m *types.MsgSuspendMeter) { m.Signer = account("other") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgSuspendMeter) { m.Signer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "if it is meter 0", change: func(m *types.MsgSuspendMeter) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "if there is no such meter", change: func(m *types.MsgSuspendMeter) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "for a reason that is too long", change: func(m *types.MsgSuspendMeter) { m.Reason = strings.Repeat("x", 257) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for a reason that is no UTF-8", change: func(m *types.MsgSuspendMeter) { m.Reason = "\xff" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "before its activation", status: types.METER_STATUS_REGISTERED, change: func(*types.MsgSuspendMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "a second time", status: types.METER_STATUS_SUSPENDED, change: func(*types.MsgSuspendMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "after its life", status: types.METER_STATUS_RETIRED, change: func(*types.MsgSuspendMeter) {}, wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			msg := &types.MsgSuspendMeter{Signer: account("owner"), Meter: f.in(tc.status, "S1")}
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.SuspendMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// What a suspended meter has measured meanwhile is in its next reading.
func TestResumeMeter(t *testing.T) {
	f := newFixture(t)
	id := f.suspended("S1")
	f.later(hour)
	require.Equal(t, types.READING_CODE_SUSPENDED, f.submit(read(ed("S1", 1), id, 1, step(30))).Codes[0])
	_, err := f.msgs.ResumeMeter(f.ctx, &types.MsgResumeMeter{Issuer: account("issuer"), Meter: id})
	require.NoError(t, err)
	f.emitted(&types.EventMeterStatusChanged{Meter: id, Status: types.METER_STATUS_ACTIVE})
	require.Equal(t, types.READING_CODE_ACCEPTED, f.submit(read(ed("S1", 1), id, 1, step(60))).Codes[0])
	require.Equal(t, uint64(60), f.energy.readings()[0].Import)
	f.sound()
}

func TestResumeMeterIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // SUSPENDED if nothing is said
		change func(*types.MsgResumeMeter)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgResumeMeter) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgResumeMeter) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "if it is meter 0", change: func(m *types.MsgResumeMeter) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "if there is no such meter", change: func(m *types.MsgResumeMeter) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "before its activation", status: types.METER_STATUS_REGISTERED, change: func(*types.MsgResumeMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "while it is active", status: types.METER_STATUS_ACTIVE, change: func(*types.MsgResumeMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "after its life", status: types.METER_STATUS_RETIRED, change: func(*types.MsgResumeMeter) {}, wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_SUSPENDED
			}
			msg := &types.MsgResumeMeter{Issuer: account("issuer"), Meter: f.in(tc.status, "S1")}
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.ResumeMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestRetireMeter(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus

		wantTold []string
	}{
		{name: "before its activation", status: types.METER_STATUS_REGISTERED},
		{name: "in service", status: types.METER_STATUS_ACTIVE, wantTold: []string{"retired"}},
		{name: "while it is suspended", status: types.METER_STATUS_SUSPENDED, wantTold: []string{"retired"}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.in(tc.status, "S1")
			_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
			require.NoError(t, err)
			before := f.meter(id)
			_, err = f.msgs.RetireMeter(f.ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: id})
			require.NoError(t, err)
			want := before
			want.Status, want.Binding, want.BoundAt = types.METER_STATUS_RETIRED, types.Binding{}, 0
			require.Equal(t, want, f.meter(id))
			require.Equal(t, tc.wantTold, f.energy.told)
			if tc.wantTold != nil {
				require.Equal(t, []types.Meter{before}, f.energy.meters, "the module hears of it while it is bound")
			}
			require.Empty(t, f.export().PendingKeys)
			require.Empty(t, f.work.Pending(f.ctx))
			f.emitted(&types.EventMeterStatusChanged{Meter: id, Status: types.METER_STATUS_RETIRED})
			f.sound()
		})
	}
}

// The module may release the meter itself while it is being retired.
func TestRetireMeterThatItsModuleUnbinds(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	f.energy.retiring = func(ctx context.Context, m types.Meter) error { return f.keeper.UnbindMeter(ctx, m.Id, "energy") }
	_, err := f.msgs.RetireMeter(f.ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: id})
	require.NoError(t, err)
	require.False(t, f.meter(id).IsBound())
	require.Empty(t, f.export().Quarantine)
	f.sound()
}

func TestRetireMeterIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // ACTIVE if nothing is said
		change func(*types.MsgRetireMeter)

		wantErr error
	}{
		{name: "by its issuer", change: func(m *types.MsgRetireMeter) { m.Owner = account("issuer") }, wantErr: types.ErrNotOwner},
		{name: "without a signer", change: func(m *types.MsgRetireMeter) { m.Owner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "if it is meter 0", change: func(m *types.MsgRetireMeter) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "if there is no such meter", change: func(m *types.MsgRetireMeter) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "a second time", status: types.METER_STATUS_RETIRED, change: func(*types.MsgRetireMeter) {}, wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			msg := &types.MsgRetireMeter{Owner: account("owner"), Meter: f.in(tc.status, "S1")}
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.RetireMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// A module that cannot follow stops what would part it from its meter.
func TestChangesFailWithTheirSink(t *testing.T) {
	f := newFixture(t)
	retires := f.bound("S1")
	goes, comes := f.bound("S2"), f.registered("S3")
	_, err := f.msgs.ReplaceMeter(f.ctx, replacement(goes, comes))
	require.NoError(t, err)
	_, err = f.msgs.TransferMeter(f.ctx, transfer(retires))
	require.NoError(t, err)
	f.consented(retires)
	f.energy.broken = true
	for name, try := range map[string]func(context.Context) error{
		"retire": func(ctx context.Context) error {
			_, err := f.msgs.RetireMeter(ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: retires})
			return err
		},
		"transfer": func(ctx context.Context) error {
			_, err := f.msgs.AcceptTransfer(ctx, f.accepting(retires))
			return err
		},
		"replace": func(ctx context.Context) error {
			_, err := f.msgs.AcceptReplacement(ctx, f.replacing(goes))
			return err
		},
	} {
		require.ErrorIs(t, try(first(f.ctx.CacheContext())), errSinkBroken, name)
	}
	f.sound()
}
