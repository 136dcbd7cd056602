package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// The owner's device signs another reading a second after the issuer has looked: the release does not accept it.
func TestAReleaseAcceptsOnlyTheReadingThatWasInspected(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	inspected := f.releasing(id)
	f.later(hour)
	huge := types.Registers{Time: jump.Time + 1, ImportRegister: opening.ImportRegister, ExportRegister: opening.ExportRegister + types.MaxDelta}
	require.Equal(t, []types.ReadingCode{types.READING_CODE_QUARANTINED}, f.submit(read(ed("S1", 1), id, 1, huge)).Codes)
	before := f.export()
	_, err := f.msgs.ReleaseReading(f.ctx, inspected)
	f.refused(before, err, types.ErrChanged)
	f.sound()
}

// While a reading waits, the owner's device reports a moment before it, with an export just beyond that of the waiting one: the release
// would take the export register back, over a wrap, and credit all its digits.
func TestAReleaseCountsNoMoreThanWasInspected(t *testing.T) {
	f := newFixture(t)
	id := f.certified("S1", digits(whole, 6), types.Registers{Time: noon, ImportRegister: 1_000, ExportRegister: 500})
	f.later(hour)
	faulty := types.Registers{Time: noon + 900, ImportRegister: 9_000, ExportRegister: 500}
	require.Equal(t, []types.ReadingCode{types.READING_CODE_QUARANTINED}, f.submit(read(ed("S1", 1), id, 1, faulty)).Codes)
	inspected := f.releasing(id)
	require.Zero(t, inspected.ExportDelta)
	between := types.Registers{Time: noon + 20, ImportRegister: 1_000, ExportRegister: 501}
	require.Equal(t, []types.ReadingCode{types.READING_CODE_ACCEPTED}, f.submit(read(ed("S1", 1), id, 1, between)).Codes)
	before := f.export()
	_, err := f.msgs.ReleaseReading(f.ctx, inspected)
	f.refused(before, err, types.ErrChanged)
}

// The new owner has looked at the device with its key: another key, now or pending, does not come with the meter.
func TestATransferBringsTheKeyThatWasLookedAt(t *testing.T) {
	f := newFixture(t)
	id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
	f.consented(id)
	looked := f.accepting(id)
	branch := f.ctx
	f.ctx, _ = f.ctx.CacheContext()
	_, err := f.msgs.RotateKey(f.ctx, handOver("S1", id))
	require.NoError(t, err)
	_, err = f.msgs.AcceptTransfer(f.ctx, looked)
	require.ErrorIs(t, err, types.ErrChanged)

	f.ctx = branch
	_, err = f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
	require.NoError(t, err)
	_, err = f.msgs.AcceptTransfer(f.ctx, looked)
	require.NoError(t, err)
	require.Empty(t, f.export().PendingKeys, "the new owner had no time to veto it")
	f.sound()
}

// An older reading, and another one of the same moment, do not take the place of the reading that is pending.
func TestAQuarantinedReadingIsReplacedByALaterOneOnly(t *testing.T) {
	f := newFixture(t)
	id := f.quarantined("S1")
	inspected := f.releasing(id)
	f.later(hour)
	for _, other := range []types.Registers{
		{Time: jump.Time - 1, ImportRegister: jump.ImportRegister, ExportRegister: jump.ExportRegister},
		{Time: jump.Time, ImportRegister: jump.ImportRegister + 1, ExportRegister: jump.ExportRegister},
	} {
		require.Equal(t, []types.ReadingCode{types.READING_CODE_QUARANTINED}, f.submit(read(ed("S1", 1), id, 1, other)).Codes)
	}
	_, err := f.msgs.ReleaseReading(f.ctx, inspected)
	require.NoError(t, err)
	require.Equal(t, jump, f.last(id))
	f.sound()
}

// The issuer proposes another closing after the new owner has looked.
func TestATransferIsAcceptedAsItWasLookedAt(t *testing.T) {
	f := newFixture(t)
	id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
	looked, consent := f.accepting(id), f.consenting(id)
	again := transfer(id)
	again.Closing.ImportRegister++
	_, err := f.msgs.TransferMeter(f.ctx, again)
	require.NoError(t, err)
	before := f.export()
	_, err = f.msgs.ConsentToTransfer(f.ctx, consent)
	f.refused(before, err, types.ErrChanged)
	f.later(3 * day)
	_, err = f.msgs.AcceptTransfer(f.ctx, looked)
	f.refused(before, err, types.ErrChanged)
}

func TestATransferNeedsTheConsentOfTheOwnerOrTimeForAVeto(t *testing.T) {
	t.Run("consent", func(t *testing.T) {
		f := newFixture(t)
		id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
		f.consented(id)
		f.emitted(&types.EventTransferConsented{Meter: id, NewOwner: account("heir")})
		_, err := f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
		require.NoError(t, err)
		f.sound()
	})
	t.Run("time", func(t *testing.T) {
		f := newFixture(t)
		id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
		f.later(2*day - 1)
		before := f.export()
		_, err := f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
		f.refused(before, err, types.ErrVetoOpen)
		f.later(1)
		_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(id))
		require.NoError(t, err)
		f.sound()
	})
	t.Run("veto", func(t *testing.T) {
		f := newFixture(t)
		id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
		accept := f.accepting(id)
		_, err := f.msgs.DropPending(f.ctx, &types.MsgDropPending{Signer: account("owner"), Meter: id, Kind: types.PROPOSAL_KIND_TRANSFER})
		require.NoError(t, err)
		f.emitted(&types.EventProposalDropped{Meter: id, Kind: types.PROPOSAL_KIND_TRANSFER, Signer: account("owner")})
		f.later(3 * day)
		_, err = f.msgs.AcceptTransfer(f.ctx, accept)
		require.ErrorIs(t, err, types.ErrNoProposal)
		f.sound()
	})
}

func TestConsentToTransferIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*types.MsgConsentToTransfer)

		wantErr error
	}{
		{name: "by its issuer", change: func(m *types.MsgConsentToTransfer) { m.Owner = account("issuer") }, wantErr: types.ErrNotOwner},
		{name: "without a signer", change: func(m *types.MsgConsentToTransfer) { m.Owner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "to no address", change: func(m *types.MsgConsentToTransfer) { m.NewOwner = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "to another account", change: func(m *types.MsgConsentToTransfer) { m.NewOwner = account("other") }, wantErr: types.ErrChanged},
		{name: "with another closing", change: func(m *types.MsgConsentToTransfer) { m.Closing.Time++ }, wantErr: types.ErrChanged},
		{name: "with a closing at a negative time", change: func(m *types.MsgConsentToTransfer) { m.Closing.Time = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of meter 0", change: func(m *types.MsgConsentToTransfer) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgConsentToTransfer) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "of a meter without a proposal", change: func(m *types.MsgConsentToTransfer) { m.Meter = 2 }, wantErr: types.ErrNoProposal},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1")
			f.bound("S2")
			msg := f.consenting(id)
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.ConsentToTransfer(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestASuspensionEndsWhatWasProposedBefore(t *testing.T) {
	for _, signer := range []string{"issuer", "owner"} {
		f := newFixture(t)
		id, comes := f.proposedTransfer(types.METER_STATUS_ACTIVE, "S1"), f.registered("S2")
		_, err := f.msgs.ReplaceMeter(f.ctx, replacement(id, comes))
		require.NoError(t, err)
		_, err = f.msgs.SuspendMeter(f.ctx, &types.MsgSuspendMeter{Signer: account(signer), Meter: id})
		require.NoError(t, err)
		require.Empty(t, f.export().PendingTransfers)
		require.Empty(t, f.export().PendingReplacements)
		f.sound()
	}
}

func TestDropAReplacement(t *testing.T) {
	for _, signer := range []string{"issuer", "owner"} {
		f := newFixture(t)
		goes, comes := f.bound("S1"), f.registered("S2")
		_, err := f.msgs.ReplaceMeter(f.ctx, replacement(goes, comes))
		require.NoError(t, err)
		_, err = f.msgs.DropPending(f.ctx, &types.MsgDropPending{Signer: account(signer), Meter: goes, Kind: types.PROPOSAL_KIND_REPLACEMENT})
		require.NoError(t, err)
		f.emitted(&types.EventProposalDropped{Meter: goes, Kind: types.PROPOSAL_KIND_REPLACEMENT, Signer: account(signer)})
		require.Empty(t, f.export().PendingReplacements)
		f.sound()
	}
}
