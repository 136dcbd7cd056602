package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// office names another active issuer.
func (f *fixture) office(name string, media ...types.Medium) {
	f.t.Helper()
	_, err := f.msgs.AuthorizeIssuer(f.ctx, &types.MsgAuthorizeIssuer{
		Authority: account("governance"), Address: account(name), Name: name, Media: media,
	})
	require.NoError(f.t, err)
}

func (f *fixture) reassigned(from, to string) {
	f.t.Helper()
	_, err := f.msgs.ReassignMeters(f.ctx, &types.MsgReassignMeters{Authority: account("governance"), From: account(from), To: account(to)})
	require.NoError(f.t, err)
}

// certified is everything that an issuer may do with its meters, valid in the busy fixture, as signed by an account.
func (f *fixture) ofIssuer(signer string) map[string]sdk.Msg {
	msgs := map[string]sdk.Msg{}
	for _, msg := range f.validMessages() {
		switch m := msg.(type) {
		case *types.MsgReleaseReading:
			m.Issuer, msgs["release"] = account(signer), m
		case *types.MsgReplaceMeter:
			m.Issuer, msgs["replace"] = account(signer), m
		case *types.MsgTransferMeter:
			m.Issuer, msgs["transfer"] = account(signer), m
		case *types.MsgRebaseRegisters:
			m.Issuer, msgs["rebase"] = account(signer), m
		case *types.MsgResumeMeter:
			m.Issuer, msgs["resume"] = account(signer), m
		case *types.MsgAttestClaim:
			m.Issuer, msgs["attest"] = account(signer), m
		}
	}
	rotation := rotationByIssuer("S5", 5)
	rotation.Signer, msgs["rotate"] = account(signer), rotation
	return msgs
}

// takingBack is what takes a power back and gives none.
func takingBack(signer string) map[string]sdk.Msg {
	return map[string]sdk.Msg{
		"suspend":                  &types.MsgSuspendMeter{Signer: account(signer), Meter: 5},
		"revoke a claim":           &types.MsgRevokeClaim{Issuer: account(signer), Meter: 7, Type: types.CLAIM_TYPE_OCCUPANTS, ValidFrom: noon + 7},
		"withdraw a key":           &types.MsgDropPending{Signer: account(signer), Meter: 7, Kind: types.PROPOSAL_KIND_KEY},
		"withdraw a transfer":      &types.MsgDropPending{Signer: account(signer), Meter: 7, Kind: types.PROPOSAL_KIND_TRANSFER},
		"withdraw the replacement": &types.MsgDropPending{Signer: account(signer), Meter: 5, Kind: types.PROPOSAL_KIND_REPLACEMENT},
	}
}

func TestARevokedIssuerOnlyTakesBack(t *testing.T) {
	f := busyFixture(t)
	f.office("successor", types.MEDIUM_ELECTRICITY)
	try := func(msg sdk.Msg) error {
		branch, _ := f.ctx.CacheContext()
		return f.deliver(branch, msg)
	}
	for name, msg := range f.ofIssuer("issuer") {
		require.NoError(t, try(msg), name)
	}
	for name, msg := range f.ofIssuer("successor") {
		require.ErrorIs(t, try(msg), types.ErrNotIssuer, name)
	}
	for name, msg := range takingBack("successor") {
		require.ErrorIs(t, try(msg), types.ErrNotIssuer, name)
	}

	f.revoke("issuer")
	for name, msg := range f.ofIssuer("issuer") {
		require.ErrorIs(t, try(msg), types.ErrIssuerInactive, name)
	}
	for name, msg := range takingBack("issuer") {
		require.NoError(t, try(msg), name)
	}
	for name, msg := range f.ofIssuer("successor") {
		require.ErrorIs(t, try(msg), types.ErrNotIssuer, name)
	}

	f.reassigned("issuer", "successor")
	f.emitted(&types.EventMetersReassigned{From: account("issuer"), To: account("successor")})
	for name, msg := range f.ofIssuer("issuer") {
		require.ErrorIs(t, try(msg), types.ErrNotIssuer, name)
	}
	for name, msg := range takingBack("successor") {
		require.NoError(t, try(msg), name)
	}
	for name, msg := range takingBack("issuer") {
		if name == "suspend" {
			require.ErrorIs(t, try(msg), types.ErrNotIssuer, "the successor could not resume the meter for long")
			continue
		}
		require.NoError(t, try(msg), name) // what it did itself
	}
	for name, msg := range f.ofIssuer("successor") {
		if name == "rotate" || name == "replace" { // the pending key and replacement of these meters are the revoked issuer's
			continue
		}
		require.NoError(t, try(msg), name)
	}
	f.sound()

	f.revoke("successor")
	for name, msg := range f.ofIssuer("successor") {
		require.Error(t, try(msg), name)
	}
}

// The revoked issuer undoes nothing of its successor: neither a key that it proposes for a stolen meter nor a claim.
func TestARevokedIssuerDoesNotUndoWhatItsSuccessorDoes(t *testing.T) {
	f := newFixture(t)
	f.office("successor", types.MEDIUM_ELECTRICITY)
	id := f.bound("S1")
	f.revoke("issuer")
	f.reassigned("issuer", "successor")
	rotation, claim, move := rotationByIssuer("S1", id), attestation(id), transfer(id)
	rotation.Signer, claim.Issuer, move.Issuer = account("successor"), account("successor"), account("successor")
	for _, msg := range []sdk.Msg{rotation, claim, move} {
		require.NoError(t, f.deliver(f.ctx, msg))
	}
	before := f.export()
	for _, msg := range []sdk.Msg{
		&types.MsgDropPending{Signer: account("issuer"), Meter: id, Kind: types.PROPOSAL_KIND_KEY},
		&types.MsgDropPending{Signer: account("issuer"), Meter: id, Kind: types.PROPOSAL_KIND_TRANSFER},
		&types.MsgRevokeClaim{Issuer: account("issuer"), Meter: id, Type: claim.Type, ValidFrom: before.Meters[0].Claims[0].ValidFrom},
		&types.MsgSuspendMeter{Signer: account("issuer"), Meter: id},
	} {
		f.refused(before, f.deliver(f.ctx, msg), types.ErrNotIssuer)
	}
	f.sound()
}

// Without a medium, an issuer could neither be revoked for its meters of that medium nor succeeded: it keeps what it has.
func TestAnIssuerKeepsItsMedia(t *testing.T) {
	f := newFixture(t)
	msg := &types.MsgAuthorizeIssuer{
		Authority: account("governance"), Address: account("issuer"), Name: "Office", Media: []types.Medium{types.MEDIUM_WATER},
	}
	before := f.export()
	_, err := f.msgs.AuthorizeIssuer(f.ctx, msg)
	f.refused(before, err, sdkerrors.ErrInvalidRequest)
	msg.Media = append(msg.Media, types.MEDIUM_ELECTRICITY)
	_, err = f.msgs.AuthorizeIssuer(f.ctx, msg)
	require.NoError(t, err)
}

// A replacement by the successor: the new device is certified by it, the old one by the revoked issuer.
func TestASuccessorReplacesADevice(t *testing.T) {
	f := newFixture(t)
	f.office("successor", types.MEDIUM_ELECTRICITY)
	goes := f.bound("S1")
	f.revoke("issuer")
	f.reassigned("issuer", "successor")
	msg := registration(ed("S2", 1), "S2")
	msg.Issuer, msg.PossessionSignature = account("successor"), signRegistration(ed("S2", 1), "successor", "S2")
	r, err := f.msgs.RegisterMeter(f.ctx, msg)
	require.NoError(t, err)
	proposal := replacement(goes, r.Meter)
	proposal.Issuer = account("successor")
	_, err = f.msgs.ReplaceMeter(f.ctx, proposal)
	require.NoError(t, err)
	_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
	require.NoError(t, err)
	require.Equal(t, r.Meter, f.meter(goes).ReplacedBy)
	f.sound()
}

func TestWhatARevokedIssuerProposedNeverTakesEffect(t *testing.T) {
	for _, successor := range []bool{false, true} {
		f := newFixture(t)
		f.office("successor", types.MEDIUM_ELECTRICITY)
		moves, goes, comes, rotates := f.bound("S1"), f.bound("S2"), f.registered("S3"), f.bound("S4")
		_, err := f.msgs.TransferMeter(f.ctx, transfer(moves))
		require.NoError(t, err)
		f.consented(moves)
		_, err = f.msgs.ReplaceMeter(f.ctx, replacement(goes, comes))
		require.NoError(t, err)
		_, err = f.msgs.RotateKey(f.ctx, rotationByIssuer("S4", rotates))
		require.NoError(t, err)
		f.revoke("issuer")
		want := types.ErrIssuerInactive
		if successor {
			f.reassigned("issuer", "successor")
			want = types.ErrNotIssuer
		}

		before := f.export()
		_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(moves))
		f.refused(before, err, want)
		_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
		f.refused(before, err, want)
		f.later(2 * day)
		require.NoError(t, f.work.EndBlock(f.ctx))
		f.emitted(&types.EventProposalDropped{Meter: rotates, Kind: types.PROPOSAL_KIND_KEY})
		require.Equal(t, uint32(1), f.meter(rotates).KeyVersion)
		require.Empty(t, f.export().PendingKeys)
		require.Empty(t, f.work.Export(f.ctx).Failed)
		f.sound()

		_, err = f.msgs.ActivateMeter(f.ctx, activation(ed("S3", 1), comes, types.Registers{Time: noon + 2*day}))
		require.ErrorIs(t, err, types.ErrIssuerInactive, "what it registered is not activated either")
	}
}

func TestReassignMetersIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*types.MsgReassignMeters)

		wantErr error
	}{
		{name: "by another account", change: func(m *types.MsgReassignMeters) { m.Authority = account("issuer") }, wantErr: sdkerrors.ErrUnauthorized},
		{name: "without a signer", change: func(m *types.MsgReassignMeters) { m.Authority = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "from no address", change: func(m *types.MsgReassignMeters) { m.From = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "to no address", change: func(m *types.MsgReassignMeters) { m.To = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "from no issuer", change: func(m *types.MsgReassignMeters) { m.From = account("owner") }, wantErr: types.ErrIssuerNotFound},
		{name: "to no issuer", change: func(m *types.MsgReassignMeters) { m.To = account("owner") }, wantErr: types.ErrIssuerNotFound},
		{name: "from an active issuer", change: func(m *types.MsgReassignMeters) { m.From = account("water") }, wantErr: types.ErrIssuerActive},
		{name: "to a revoked issuer", change: func(m *types.MsgReassignMeters) { m.To = account("revoked") }, wantErr: types.ErrIssuerInactive},
		{name: "to an issuer of other media", change: func(m *types.MsgReassignMeters) { m.To = account("water") }, wantErr: types.ErrMediumNotCertified},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.revokedIssuer("revoked")
			f.office("water", types.MEDIUM_WATER)
			msg := &types.MsgReassignMeters{Authority: account("governance"), From: account("revoked"), To: account("issuer")}
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.ReassignMeters(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// An issuer that governance names again acts for its meters itself.
func TestAnIssuerThatIsNamedAgainHasNoSuccessor(t *testing.T) {
	f := newFixture(t)
	f.office("successor", types.MEDIUM_ELECTRICITY)
	id := f.suspended("S1")
	f.revoke("issuer")
	f.reassigned("issuer", "successor")
	f.office("issuer", types.MEDIUM_ELECTRICITY)
	_, err := f.msgs.ResumeMeter(f.ctx, &types.MsgResumeMeter{Issuer: account("successor"), Meter: id})
	require.ErrorIs(t, err, types.ErrNotIssuer)
	_, err = f.msgs.ResumeMeter(f.ctx, &types.MsgResumeMeter{Issuer: account("issuer"), Meter: id})
	require.NoError(t, err)
	f.sound()
}
