package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// attestation is the valid message that what a meter produces is renewable.
func attestation(id uint64) *types.MsgAttestClaim {
	return &types.MsgAttestClaim{Issuer: account("issuer"), Meter: id, Type: types.CLAIM_TYPE_TECHNOLOGY, Renewable: true}
}

func TestAttestClaim(t *testing.T) {
	tests := []struct {
		name  string
		claim types.MsgAttestClaim

		want types.Claim
	}{
		{
			name:  "that it is renewable, at once",
			claim: types.MsgAttestClaim{Type: types.CLAIM_TYPE_TECHNOLOGY, Renewable: true},
			want:  types.Claim{Type: types.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: noon},
		},
		{
			name:  "that it is not renewable, for a second, as late as a reading may be",
			claim: types.MsgAttestClaim{Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: noon + 60, ValidUntil: noon + 61},
			want:  types.Claim{Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: noon + 60, ValidUntil: noon + 61},
		},
		{
			name:  "that one lives there, for as long back as readings reach",
			claim: types.MsgAttestClaim{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 1, ValidFrom: noon - 7*day},
			want:  types.Claim{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 1, ValidFrom: noon - 7*day},
		},
		{
			name:  "that twenty live there, to the end of all times",
			claim: types.MsgAttestClaim{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 20, ValidUntil: types.MaxTime},
			want:  types.Claim{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 20, ValidFrom: noon, ValidUntil: types.MaxTime},
		},
		{
			name:  "where it is",
			claim: types.MsgAttestClaim{Type: types.CLAIM_TYPE_SERVICE_POINT, ServicePoint: make([]byte, 32)},
			want:  types.Claim{Type: types.CLAIM_TYPE_SERVICE_POINT, ServicePoint: make([]byte, 32), ValidFrom: noon},
		},
		{
			name:  "that it is calibrated",
			claim: types.MsgAttestClaim{Type: types.CLAIM_TYPE_CALIBRATION, ValidUntil: noon + 365*day},
			want:  types.Claim{Type: types.CLAIM_TYPE_CALIBRATION, ValidFrom: noon, ValidUntil: noon + 365*day},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			tc.claim.Issuer, tc.claim.Meter, tc.want.Issuer = account("issuer"), id, account("issuer")
			_, err := f.msgs.AttestClaim(f.ctx, &tc.claim)
			require.NoError(t, err)
			require.Equal(t, []types.Claim{tc.want}, f.meter(id).Claims)
			f.emitted(&types.EventClaimAttested{Meter: id, Claim: tc.want})
			f.sound()
		})
	}
}

// A claim of the same type and valid_from takes the place of the one before; others stay.
func TestAttestClaimAgain(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	for _, msg := range []types.MsgAttestClaim{
		{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 3, ValidFrom: noon + 5},
		{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 2},
		{Type: types.CLAIM_TYPE_OCCUPANTS, Occupants: 4},
	} {
		msg.Issuer, msg.Meter = account("issuer"), id
		_, err := f.msgs.AttestClaim(f.ctx, &msg)
		require.NoError(t, err)
	}
	m := f.meter(id)
	require.Len(t, m.Claims, 2)
	require.Equal(t, uint32(1), m.Occupants(noon-1), "nothing is attested")
	require.Equal(t, uint32(4), m.Occupants(noon))
	require.Equal(t, uint32(3), m.Occupants(noon+5))
	f.sound()
}

// What the module is told of a reading is what is attested for its time.
func TestReadingOfARenewableMeter(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	msg := attestation(id)
	f.later(hour)
	msg.ValidFrom = noon + 1_800
	_, err := f.msgs.AttestClaim(f.ctx, msg)
	require.NoError(t, err)
	f.submit(read(ed("S1", 1), id, 1, step(29)), read(ed("S1", 1), id, 1, step(30)))
	require.False(t, f.energy.readings()[0].Renewable)
	require.True(t, f.energy.readings()[1].Renewable)
}

func TestAttestClaimIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		status types.MeterStatus // ACTIVE if nothing is said
		change func(*types.MsgAttestClaim)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgAttestClaim) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgAttestClaim) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "about meter 0", change: func(m *types.MsgAttestClaim) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "about no meter", change: func(m *types.MsgAttestClaim) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "about a retired meter", status: types.METER_STATUS_RETIRED, change: func(*types.MsgAttestClaim) {}, wantErr: types.ErrWrongStatus},
		{name: "of no type", change: func(m *types.MsgAttestClaim) { m.Type, m.Renewable = 0, false }, wantErr: types.ErrInvalidClaim},
		{name: "of a type that there is not", change: func(m *types.MsgAttestClaim) { m.Type = 5 }, wantErr: types.ErrInvalidClaim},
		{name: "of no occupants", change: func(m *types.MsgAttestClaim) { m.Type, m.Renewable = types.CLAIM_TYPE_OCCUPANTS, false }, wantErr: types.ErrInvalidClaim},
		{
			name: "of too many occupants",
			change: func(m *types.MsgAttestClaim) {
				m.Type, m.Renewable, m.Occupants = types.CLAIM_TYPE_OCCUPANTS, false, 21
			},
			wantErr: types.ErrInvalidClaim,
		},
		{name: "with the field of another type", change: func(m *types.MsgAttestClaim) { m.Occupants = 2 }, wantErr: types.ErrInvalidClaim},
		{
			name: "of a service point that is no hash",
			change: func(m *types.MsgAttestClaim) {
				m.Type, m.Renewable, m.ServicePoint = types.CLAIM_TYPE_SERVICE_POINT, false, make([]byte, 31)
			},
			wantErr: types.ErrInvalidClaim,
		},
		{
			name:    "of a calibration without an end",
			change:  func(m *types.MsgAttestClaim) { m.Type, m.Renewable = types.CLAIM_TYPE_CALIBRATION, false },
			wantErr: types.ErrInvalidClaim,
		},
		{name: "that ends before it begins", change: func(m *types.MsgAttestClaim) { m.ValidUntil = noon }, wantErr: types.ErrInvalidClaim},
		{name: "from a negative time", change: func(m *types.MsgAttestClaim) { m.ValidFrom = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "until after the end of all times", change: func(m *types.MsgAttestClaim) { m.ValidUntil = types.MaxTime + 1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "from later on, when its issuer may be revoked", change: func(m *types.MsgAttestClaim) { m.ValidFrom = noon + 61 }, wantErr: types.ErrTimeOutOfRange},
		{name: "from before any reading that may come", change: func(m *types.MsgAttestClaim) { m.ValidFrom = noon - 7*day - 1 }, wantErr: types.ErrTimeOutOfRange},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			if tc.status == types.METER_STATUS_UNSPECIFIED {
				tc.status = types.METER_STATUS_ACTIVE
			}
			msg := attestation(f.in(tc.status, "S1"))
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.AttestClaim(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestAttestOneClaimTooManyIsRefused(t *testing.T) {
	f := newFixture(t)
	msg := attestation(f.bound("S1"))
	for i := range int64(types.MaxClaims) {
		msg.ValidFrom = noon + i
		_, err := f.msgs.AttestClaim(f.ctx, msg)
		require.NoError(t, err)
	}
	msg.ValidFrom = noon + types.MaxClaims
	before := f.export()
	_, err := f.msgs.AttestClaim(f.ctx, msg)
	f.refused(before, err, types.ErrTooManyClaims)
}

func TestRevokeClaim(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	_, err := f.msgs.AttestClaim(f.ctx, attestation(id))
	require.NoError(t, err)
	f.revoke("issuer")
	_, err = f.msgs.RevokeClaim(f.ctx, &types.MsgRevokeClaim{
		Issuer: account("issuer"), Meter: id, Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: noon,
	})
	require.NoError(t, err, "a revoked issuer may take back what it attested")
	require.Empty(t, f.meter(id).Claims)
	f.emitted(&types.EventClaimRevoked{Meter: id, Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: noon})
	f.sound()
}

func TestRevokeClaimIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		retire bool
		change func(*types.MsgRevokeClaim)

		wantErr error
	}{
		{name: "by its owner", change: func(m *types.MsgRevokeClaim) { m.Issuer = account("owner") }, wantErr: types.ErrNotIssuer},
		{name: "without a signer", change: func(m *types.MsgRevokeClaim) { m.Issuer = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "about meter 0", change: func(m *types.MsgRevokeClaim) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "about no meter", change: func(m *types.MsgRevokeClaim) { m.Meter = 99 }, wantErr: types.ErrMeterNotFound},
		{name: "of no type", change: func(m *types.MsgRevokeClaim) { m.Type = 0 }, wantErr: types.ErrInvalidClaim},
		{name: "of another type", change: func(m *types.MsgRevokeClaim) { m.Type = types.CLAIM_TYPE_OCCUPANTS }, wantErr: types.ErrClaimNotFound},
		{name: "from another time", change: func(m *types.MsgRevokeClaim) { m.ValidFrom++ }, wantErr: types.ErrClaimNotFound},
		{name: "from a negative time", change: func(m *types.MsgRevokeClaim) { m.ValidFrom = -1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "after the life of the meter", retire: true, change: func(*types.MsgRevokeClaim) {}, wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			_, err := f.msgs.AttestClaim(f.ctx, attestation(id))
			require.NoError(t, err)
			if tc.retire {
				f.meanwhile("retirement", "S1", id)
			}
			msg := &types.MsgRevokeClaim{Issuer: account("issuer"), Meter: id, Type: types.CLAIM_TYPE_TECHNOLOGY, ValidFrom: noon}
			tc.change(msg)
			before := f.export()
			_, err = f.msgs.RevokeClaim(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}
