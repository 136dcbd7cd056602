package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func TestActivateMeter(t *testing.T) {
	tests := []struct {
		name    string
		opening types.Registers
	}{
		{name: "with registers as they stand", opening: opening},
		{name: "with registers at 0", opening: types.Registers{Time: noon}},
		{name: "with registers at their maximum", opening: types.Registers{Time: noon, ImportRegister: 1<<64 - 1, ExportRegister: 1<<64 - 1}},
		{name: "as early as a reading may be", opening: types.Registers{Time: noon - 7*day}},
		{name: "as late as a reading may be", opening: types.Registers{Time: noon + 60}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.registered("S1")
			_, err := f.msgs.ActivateMeter(f.ctx, activation(ed("S1", 1), id, tc.opening))
			require.NoError(t, err)
			require.Equal(t, types.METER_STATUS_ACTIVE, f.meter(id).Status)
			require.Equal(t, tc.opening, f.last(id))
			f.emitted(&types.EventMeterActivated{Meter: id, Opening: tc.opening})
			f.sound()
		})
	}
}

func TestActivateMeterIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus
		change func(*types.MsgActivateMeter)

		wantErr error
	}{
		{name: "by its issuer", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Owner = account("issuer") }, wantErr: types.ErrNotOwner},
		{name: "without a signer", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Owner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "if there is no meter 0", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "if there is no such meter", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Meter = 1<<64 - 1 }, wantErr: types.ErrMeterNotFound},
		{name: "a second time", status: types.METER_STATUS_ACTIVE, change: func(*types.MsgActivateMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "while it is suspended", status: types.METER_STATUS_SUSPENDED, change: func(*types.MsgActivateMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "after its life", status: types.METER_STATUS_RETIRED, change: func(*types.MsgActivateMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "at a negative time", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Opening.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "after the end of all times", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Opening.Time = types.MaxTime + 1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "in the future", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { *m = *activation(ed("S1", 1), 1, types.Registers{Time: noon + 61}) }, wantErr: types.ErrTimeOutOfRange},
		{name: "too long ago", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) {
			*m = *activation(ed("S1", 1), 1, types.Registers{Time: noon - 7*day - 1})
		}, wantErr: types.ErrTimeOutOfRange},
		{name: "without a signature", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Signature = nil }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with lower registers than the device signed", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) { m.Opening.ExportRegister = 0 }, wantErr: types.ErrBadPossession},
		{name: "with the opening of another meter", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) {
			m.Signature = read(ed("S1", 1), 2, 1, opening).Signature
		}, wantErr: types.ErrBadPossession},
		{name: "with the signature of another device", status: types.METER_STATUS_REGISTERED, change: func(m *types.MsgActivateMeter) {
			m.Signature = read(ed("S2", 1), 1, 1, opening).Signature
		}, wantErr: types.ErrBadPossession},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := activation(ed("S1", 1), f.in(tc.status, "S1"), opening)
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.ActivateMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}
