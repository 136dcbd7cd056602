package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// transfer is the valid proposal that a meter of the fixture goes to "heir", a minute after noon at the latest.
func transfer(id uint64) *types.MsgTransferMeter {
	return &types.MsgTransferMeter{Issuer: account("issuer"), Meter: id, NewOwner: account("heir"), Closing: step(1)}
}

func (f *fixture) proposedTransfer(status types.MeterStatus, serial string) uint64 {
	f.t.Helper()
	id := f.in(status, serial)
	_, err := f.msgs.TransferMeter(f.ctx, transfer(id))
	require.NoError(f.t, err)
	return id
}

func TestTransferMeter(t *testing.T) {
	f := newFixture(t)
	id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
	f.emitted(&types.EventTransferProposed{Meter: id, NewOwner: account("heir"), AcceptableAt: noon + 2*day, ExpiresAt: noon + 16*day})
	require.Equal(t, account("owner"), f.meter(id).Owner, "nothing changes before the new owner accepts")
	require.Equal(t, opening, f.last(id))
	f.sound()

	msg := transfer(id)
	msg.NewOwner = account("other")
	_, err := f.msgs.TransferMeter(f.ctx, msg)
	require.NoError(t, err)
	require.Len(t, f.export().PendingTransfers, 1, "a newer proposal takes the place of the one before")
	require.Equal(t, account("other"), f.export().PendingTransfers[0].NewOwner)
}

func TestTransferMeterIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // ACTIVE if nothing is said
		after  string
		change func(*types.MsgTransferMeter)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgTransferMeter) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgTransferMeter) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "by a revoked issuer", after: "revocation", change: func(*types.MsgTransferMeter) {}, wantErr: types.ErrIssuerInactive},
		{name: "without a new owner", change: func(m *types.MsgTransferMeter) { m.NewOwner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "to its owner", change: func(m *types.MsgTransferMeter) { m.NewOwner = account("owner") }, wantErr: types.ErrSameOwner},
		{name: "of meter 0", change: func(m *types.MsgTransferMeter) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgTransferMeter) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "before its activation", status: types.METER_STATUS_REGISTERED, change: func(*types.MsgTransferMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "after its life", status: types.METER_STATUS_RETIRED, change: func(*types.MsgTransferMeter) {}, wantErr: types.ErrWrongStatus},
		{name: "at a negative time", change: func(m *types.MsgTransferMeter) { m.Closing.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "in the future", change: func(m *types.MsgTransferMeter) { m.Closing.Time = noon + 61 }, wantErr: types.ErrTimeOutOfRange},
		{name: "before the last reading", change: func(m *types.MsgTransferMeter) { m.Closing.Time = noon - 1 }, wantErr: types.ErrTimeOutOfRange},
		{name: "at the last reading with other registers", change: func(m *types.MsgTransferMeter) { m.Closing.Time = noon }, wantErr: types.ErrTimeOutOfRange},
		{name: "with an import that goes back", change: func(m *types.MsgTransferMeter) { m.Closing.ImportRegister = 999 }, wantErr: types.ErrRegistersGoBack},
		{name: "with an export that goes back", change: func(m *types.MsgTransferMeter) { m.Closing.ExportRegister = 0 }, wantErr: types.ErrRegistersGoBack},
		{
			name:    "with an amount that is too large",
			change:  func(m *types.MsgTransferMeter) { m.Closing.ImportRegister = 1<<64 - 1 },
			wantErr: types.ErrAmountTooLarge,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			id := f.in(tc.status, "S1")
			f.meanwhile(tc.after, "S1", id)
			msg := transfer(id)
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.TransferMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestTransferWithTheWrongRegisterIsRefused(t *testing.T) {
	f := newFixture(t)
	msg := registration(ed("S1", 1), "S1")
	msg.Direction = types.DIRECTION_CONSUMPTION
	_, err := f.msgs.RegisterMeter(f.ctx, msg)
	require.NoError(t, err)
	_, err = f.msgs.ActivateMeter(f.ctx, activation(ed("S1", 1), 1, opening))
	require.NoError(t, err)
	proposal := transfer(1)
	proposal.Closing.ExportRegister++
	before := f.export()
	_, err = f.msgs.TransferMeter(f.ctx, proposal)
	f.refused(before, err, types.ErrWrongDirection)
}

func TestAcceptTransfer(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus
		read   int64 // minute of a reading before the acceptance, 0 for none

		wantTold []string
		wantLast types.Registers
	}{
		{
			name:     "what was measured up to the closing is the old owner's",
			status:   types.METER_STATUS_ACTIVE,
			wantTold: []string{"readings", "transferred"},
			wantLast: step(1),
		},
		{
			name:     "a suspended meter is closed too",
			status:   types.METER_STATUS_SUSPENDED,
			wantTold: []string{"readings", "transferred"},
			wantLast: step(1),
		},
		{
			name:     "a closing that readings have passed adds nothing",
			status:   types.METER_STATUS_ACTIVE,
			read:     2,
			wantTold: []string{"readings", "transferred"},
			wantLast: step(2),
		},
		{
			name:     "a closing at the last reading adds nothing",
			status:   types.METER_STATUS_ACTIVE,
			read:     1,
			wantTold: []string{"readings", "transferred"},
			wantLast: step(1),
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.proposedTransfer(tc.status, "S1")
			f.later(hour)
			if tc.read > 0 {
				f.submit(read(ed("S1", 1), id, 1, step(tc.read)))
			}
			before := f.meter(id)
			f.consented(id)
			_, err := f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
			require.NoError(t, err)
			after := before
			after.Owner = account("heir")
			require.Equal(t, after, f.meter(id))
			require.Equal(t, tc.wantTold, f.energy.told)
			require.Equal(t, []types.Meter{before, after}, f.energy.meters)
			require.Equal(t, account("owner"), f.energy.readings()[0].Owner)
			require.Equal(t, tc.wantLast, f.last(id))
			require.Empty(t, f.export().PendingTransfers)
			f.emitted(&types.EventMeterTransferred{Meter: id, OldOwner: account("owner"), NewOwner: account("heir")})
			f.sound()
		})
	}
}

func TestAcceptTransferOfAnUnboundMeter(t *testing.T) {
	f := newFixture(t)
	id := f.active("S1")
	_, err := f.msgs.TransferMeter(f.ctx, transfer(id))
	require.NoError(t, err)
	f.consented(id)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.NoError(t, err)
	require.Equal(t, step(1), f.last(id))
	require.Empty(t, f.energy.told)
	f.sound()
}

// What waits lies after the closing: it is the new owner's, and still waits for the issuer.
func TestAcceptTransferKeepsWhatWaits(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	_, err := f.msgs.TransferMeter(f.ctx, transfer(id))
	require.NoError(t, err)
	f.consented(id)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
	require.NoError(t, err)
	require.Equal(t, jump, f.export().Quarantine[0].Registers)
	f.sound()
}

func TestAcceptTransferIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		after  string
		change func(*types.MsgAcceptTransfer)

		wantErr error
	}{
		{name: "by another account", change: func(m *types.MsgAcceptTransfer) { m.NewOwner = account("other") }, wantErr: types.ErrNotNewOwner},
		{name: "without a signer", change: func(m *types.MsgAcceptTransfer) { m.NewOwner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of meter 0", change: func(m *types.MsgAcceptTransfer) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgAcceptTransfer) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "of a meter that is not to be transferred", change: func(m *types.MsgAcceptTransfer) { m.Meter = 2 }, wantErr: types.ErrNoProposal},
		{name: "with another closing", change: func(m *types.MsgAcceptTransfer) { m.Closing.ImportRegister++ }, wantErr: types.ErrChanged},
		{name: "with a closing at a negative time", change: func(m *types.MsgAcceptTransfer) { m.Closing.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with another key", change: func(m *types.MsgAcceptTransfer) { m.KeyVersion++ }, wantErr: types.ErrChanged},
		{name: "while the owner may veto", change: func(*types.MsgAcceptTransfer) {}, wantErr: types.ErrVetoOpen},
		{name: "too late", after: "17 days", change: func(*types.MsgAcceptTransfer) {}, wantErr: types.ErrProposalExpired},
		{name: "after its life", after: "retirement", change: func(*types.MsgAcceptTransfer) {}, wantErr: types.ErrNoProposal},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
			f.bound("S2")
			f.meanwhile(tc.after, "S1", id)
			msg := f.accepting(id)
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.AcceptTransfer(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}
