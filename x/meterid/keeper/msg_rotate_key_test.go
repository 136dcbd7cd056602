package keeper_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// handOver is the valid message by which the first key of a meter hands over to the second.
func handOver(serial string, id uint64) *types.MsgRotateKey {
	next := ed(serial, 2)
	return &types.MsgRotateKey{
		Signer:              account("gateway"),
		Meter:               id,
		NewKey:              publicKey(next),
		PossessionSignature: signRotation(next, next, id, 2),
		OldKeySignature:     signRotation(ed(serial, 1), next, id, 2),
	}
}

// rotationByIssuer is the valid message by which the issuer proposes the second key of a meter.
func rotationByIssuer(serial string, id uint64) *types.MsgRotateKey {
	msg := handOver(serial, id)
	msg.Signer, msg.OldKeySignature = account("issuer"), nil
	return msg
}

func TestRotateKeyByTheOldKey(t *testing.T) {
	for _, scheme := range signature.Schemes() {
		t.Run("to a key of "+scheme.String(), func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			next := device(scheme, "S1", 2)
			r, err := f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{
				Signer:              account("gateway"),
				Meter:               id,
				NewKey:              publicKey(next),
				PossessionSignature: signRotation(next, next, id, 2),
				OldKeySignature:     signRotation(ed("S1", 1), next, id, 2),
			})
			require.NoError(t, err)
			require.Equal(t, noon, r.EffectiveAt)
			require.Equal(t, publicKey(next), f.meter(id).PublicKey)
			require.Equal(t, uint32(2), f.meter(id).KeyVersion)
			f.emitted(&types.EventKeyRotated{Meter: id, KeyVersion: 2})
			f.sound()
		})
	}
}

func TestRotateKeyByTheIssuer(t *testing.T) {
	for _, status := range []types.MeterStatus{types.METER_STATUS_REGISTERED, types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED} {
		t.Run("of a meter that is "+status.String(), func(t *testing.T) {
			f := newFixture(t)
			id := f.in(status, "S1")
			r, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
			require.NoError(t, err)
			require.Equal(t, noon+48*hour, r.EffectiveAt)
			f.emitted(&types.EventKeyRotationProposed{Meter: id, EffectiveAt: noon + 48*hour})
			require.Equal(t, uint32(1), f.meter(id).KeyVersion, "it takes effect later")
			f.sound()

			f.later(48*hour - 1)
			require.NoError(t, f.work.EndBlock(f.ctx))
			require.Equal(t, uint32(1), f.meter(id).KeyVersion)
			f.later(1)
			require.NoError(t, f.work.EndBlock(f.ctx))
			require.Equal(t, uint32(2), f.meter(id).KeyVersion)
			require.Equal(t, publicKey(ed("S1", 2)), f.meter(id).PublicKey)
			f.emitted(&types.EventKeyRotated{Meter: id, KeyVersion: 2})
			f.sound()
		})
	}
}

func TestRotateKeyIsRefused(t *testing.T) {
	other := ed("S9", 9)
	tests := []struct {
		name   string
		status types.MeterStatus // ACTIVE if nothing is said
		after  string
		issuer bool // proposed by the issuer; else signed by the old key
		change func(*types.MsgRotateKey)

		wantErr error
	}{
		{name: "without a signer", change: func(m *types.MsgRotateKey) { m.Signer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of meter 0", change: func(m *types.MsgRotateKey) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgRotateKey) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "without a new key", change: func(m *types.MsgRotateKey) { m.NewKey = types.PublicKey{} }, wantErr: types.ErrInvalidKey},
		{name: "to a key of no length", change: func(m *types.MsgRotateKey) { m.NewKey.Key = nil }, wantErr: types.ErrInvalidKey},
		{name: "to its own key", change: func(m *types.MsgRotateKey) { m.NewKey = publicKey(ed("S1", 1)) }, wantErr: types.ErrKeyInUse},
		{name: "to the key of another meter", change: func(m *types.MsgRotateKey) { m.NewKey = publicKey(ed("S2", 1)) }, wantErr: types.ErrKeyInUse},
		{name: "to the key that another meter awaits", change: func(m *types.MsgRotateKey) { m.NewKey = publicKey(ed("S2", 2)) }, wantErr: types.ErrKeyInUse},
		{name: "without proof that the device holds the new key", change: func(m *types.MsgRotateKey) { m.PossessionSignature = nil }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name:    "with the proof of another device",
			change:  func(m *types.MsgRotateKey) { m.PossessionSignature = signRotation(other, ed("S1", 2), m.Meter, 2) },
			wantErr: types.ErrBadPossession,
		},
		{
			name: "with a proof for another key version",
			change: func(m *types.MsgRotateKey) {
				m.PossessionSignature = signRotation(ed("S1", 2), ed("S1", 2), m.Meter, 3)
			},
			wantErr: types.ErrBadPossession,
		},
		{name: "with half a signature of the old key", change: func(m *types.MsgRotateKey) { m.OldKeySignature = m.OldKeySignature[:32] }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name:    "with the signature of another key",
			change:  func(m *types.MsgRotateKey) { m.OldKeySignature = signRotation(other, ed("S1", 2), m.Meter, 2) },
			wantErr: types.ErrBadOldKeySignature,
		},
		{name: "by its owner without the old key", issuer: true, change: func(m *types.MsgRotateKey) { m.Signer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "by a revoked issuer", issuer: true, after: "revocation", change: func(*types.MsgRotateKey) {}, wantErr: types.ErrIssuerInactive},
		{name: "by the old key of a suspended meter", status: types.METER_STATUS_SUSPENDED, change: func(*types.MsgRotateKey) {}, wantErr: types.ErrWrongStatus},
		{name: "by the old key of a registered meter", status: types.METER_STATUS_REGISTERED, change: func(*types.MsgRotateKey) {}, wantErr: types.ErrWrongStatus},
		{name: "of a retired meter", status: types.METER_STATUS_RETIRED, issuer: true, change: func(*types.MsgRotateKey) {}, wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S2", f.registered("S2")))
			require.NoError(t, err)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			id := f.in(tc.status, "S1")
			f.meanwhile(tc.after, "S1", id)
			msg := handOver("S1", id)
			if tc.issuer {
				msg = rotationByIssuer("S1", id)
			}
			tc.change(msg)
			before := f.export()
			_, err = f.msgs.RotateKey(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// While a key of the issuer waits, a thief with the old key cannot slip in another one.
func TestRotateKeyWhileOneWaitsIsRefused(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
	require.NoError(t, err)
	thief := ed("S1", 3)
	before := f.export()
	_, err = f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{
		Signer:              account("thief"),
		Meter:               id,
		NewKey:              publicKey(thief),
		PossessionSignature: signRotation(thief, thief, id, 2),
		OldKeySignature:     signRotation(ed("S1", 1), thief, id, 2),
	})
	f.refused(before, err, types.ErrKeyPending)
}

func TestRotateTheLastKeyVersionIsRefused(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	m := f.meter(id)
	m.KeyVersion = math.MaxUint32
	require.NoError(t, f.keeper.CorruptMeter(f.ctx, m))
	before := f.export()
	_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
	f.refused(before, err, types.ErrInvalidKey)
}

func TestDropPending(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
	require.NoError(t, err)
	_, err = f.msgs.DropPending(f.ctx, &types.MsgDropPending{Signer: account("owner"), Meter: id, Kind: types.PROPOSAL_KIND_KEY})
	require.NoError(t, err)
	f.emitted(&types.EventProposalDropped{Meter: id, Kind: types.PROPOSAL_KIND_KEY, Signer: account("owner")})
	f.sound()

	f.later(48 * hour)
	require.NoError(t, f.work.EndBlock(f.ctx))
	require.Equal(t, uint32(1), f.meter(id).KeyVersion, "a vetoed key never takes effect")
	_, err = f.msgs.RotateKey(f.ctx, handOver("S1", id))
	require.NoError(t, err, "a vetoed key is free again")
	f.sound()
}

func TestVetoKeyRotationIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgDropPending)

		wantErr error
	}{
		{name: "by a stranger", change: func(m *types.MsgDropPending) { m.Signer = account("other") }, wantErr: types.ErrNotIssuer},
		{name: "of no kind", change: func(m *types.MsgDropPending) { m.Kind = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of another kind", change: func(m *types.MsgDropPending) { m.Kind = types.PROPOSAL_KIND_TRANSFER }, wantErr: types.ErrNoProposal},
		{name: "of a third kind", change: func(m *types.MsgDropPending) { m.Kind = types.PROPOSAL_KIND_REPLACEMENT }, wantErr: types.ErrNoProposal},
		{name: "without a signer", change: func(m *types.MsgDropPending) { m.Signer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of meter 0", change: func(m *types.MsgDropPending) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of no meter", change: func(m *types.MsgDropPending) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "if no key waits", change: func(m *types.MsgDropPending) { m.Meter = 2 }, wantErr: types.ErrNoKeyPending},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			f.bound("S2")
			_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
			require.NoError(t, err)
			msg := &types.MsgDropPending{Signer: account("owner"), Meter: id, Kind: types.PROPOSAL_KIND_KEY}
			tc.change(msg)
			before := f.export()
			_, err = f.msgs.DropPending(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}
