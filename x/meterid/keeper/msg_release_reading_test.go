package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// jump are registers that the meters of the fixture cannot have reached within an hour.
var jump = types.Registers{Time: noon + hour, ImportRegister: 51_000, ExportRegister: 600}

// quarantined is a meter with a reading that waits for its issuer.
func (f *fixture) quarantined(serial string) uint64 {
	f.t.Helper()
	id := f.bound(serial)
	f.later(hour)
	require.Equal(f.t, types.READING_CODE_QUARANTINED, f.submit(read(ed(serial, 1), id, 1, jump)).Codes[0])
	return id
}

func TestReleaseReading(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	require.Equal(t, []types.QuarantinedReading{{
		Meter: id, Registers: jump, ImportDelta: 50_000, ExportDelta: 100, ImportPlausible: 10_001, ExportPlausible: 10_001, ReceivedAt: noon + hour,
		Code: types.READING_CODE_QUARANTINED, ImportLimit: 50_000,
	}}, f.export().Quarantine)
	require.Equal(t, opening, f.last(id), "a quarantined reading does not advance the registers")

	r, err := f.msgs.ReleaseReading(f.ctx, f.releasing(id))
	require.NoError(t, err)
	require.Equal(t, &types.MsgReleaseReadingResponse{ImportDelta: 50_000, ExportDelta: 100}, r)
	f.emitted(&types.EventReadingReleased{Meter: id, ImportDelta: 50_000, ExportDelta: 100})
	require.Equal(t, jump, f.last(id))
	require.Empty(t, f.export().Quarantine)
	require.Equal(t, []types.AcceptedReading{{
		Meter: id, Owner: account("owner"), Ref: 3, Slot: id, From: noon, To: noon + hour,
		Import: 50_000, Export: 100, ImportRegister: 51_000, ExportRegister: 600,
	}}, f.energy.readings())
	f.sound()
}

// The last implausible reading is the one that waits.
func TestQuarantineKeepsTheLast(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	f.later(60)
	next := types.Registers{Time: noon + hour + 60, ImportRegister: 60_000, ExportRegister: 600}
	require.Equal(t, types.READING_CODE_QUARANTINED, f.submit(read(ed("S1", 1), id, 1, next)).Codes[0])
	require.Len(t, f.export().Quarantine, 1)
	require.Equal(t, next, f.export().Quarantine[0].Registers)
	f.sound()
}

func TestReleaseReadingIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		after  string // what has happened meanwhile
		change func(*types.MsgReleaseReading)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgReleaseReading) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgReleaseReading) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of meter 0", change: func(m *types.MsgReleaseReading) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgReleaseReading) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "with another register", change: func(m *types.MsgReleaseReading) { m.Registers.ImportRegister++ }, wantErr: types.ErrChanged},
		{name: "with another time", change: func(m *types.MsgReleaseReading) { m.Registers.Time-- }, wantErr: types.ErrChanged},
		{name: "with a negative time", change: func(m *types.MsgReleaseReading) { m.Registers.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with less import than it counts", change: func(m *types.MsgReleaseReading) { m.ImportDelta-- }, wantErr: types.ErrChanged},
		{name: "with less export than it counts", change: func(m *types.MsgReleaseReading) { m.ExportDelta-- }, wantErr: types.ErrChanged},
		{name: "if none waits", after: "a good reading", change: func(*types.MsgReleaseReading) {}, wantErr: types.ErrNothingQuarantined},
		{name: "a second time", after: "release", change: func(*types.MsgReleaseReading) {}, wantErr: types.ErrNothingQuarantined},
		{name: "while it is suspended", after: "suspension", change: func(*types.MsgReleaseReading) {}, wantErr: types.ErrWrongStatus},
		{name: "after its life", after: "retirement", change: func(*types.MsgReleaseReading) {}, wantErr: types.ErrWrongStatus},
		{name: "if no module counts it", after: "unbinding", change: func(*types.MsgReleaseReading) {}, wantErr: types.ErrMeterNotBound},
		{name: "if the registers have moved past it", after: "corruption", change: func(*types.MsgReleaseReading) {}, wantErr: types.ErrReadingOvertaken},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.quarantined("S1")
			f.meanwhile(tc.after, "S1", id)
			msg := f.releasing(id)
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.ReleaseReading(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// meanwhile lets something happen to a meter.
func (f *fixture) meanwhile(what, serial string, id uint64) {
	f.t.Helper()
	var err error
	switch what {
	case "":
	case "a good reading":
		f.submit(read(ed(serial, 1), id, 1, step(60)))
	case "release":
		_, err = f.msgs.ReleaseReading(f.ctx, f.releasing(id))
	case "suspension":
		_, err = f.msgs.SuspendMeter(f.ctx, &types.MsgSuspendMeter{Signer: account("owner"), Meter: id})
	case "retirement":
		_, err = f.msgs.RetireMeter(f.ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: id})
	case "unbinding":
		err = f.keeper.UnbindMeter(f.ctx, id, "energy")
	case "corruption":
		err = f.keeper.CorruptRegisters(f.ctx, id, types.Registers{Time: jump.Time, ImportRegister: 1_000, ExportRegister: 500}, true)
	case "revocation":
		f.revoke("issuer")
	case "17 days":
		f.later(17 * day)
	case "15 days":
		f.later(15 * day)
	case "3 days":
		f.later(3 * day)
	default:
		f.t.Fatalf("unknown event %q", what)
	}
	require.NoError(f.t, err)
}
