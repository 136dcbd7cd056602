package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

func TestRegisterMeter(t *testing.T) {
	for _, scheme := range signature.Schemes() {
		t.Run("a device with a key of "+scheme.String()+" is certified", func(t *testing.T) {
			f := newFixture(t)
			msg := registration(device(scheme, "S1", 1), "S1")
			r, err := f.msgs.RegisterMeter(f.ctx, msg)
			require.NoError(t, err)
			require.Equal(t, uint64(1), r.Meter)
			require.Equal(t, types.Meter{
				Id:                      1,
				Serial:                  "S1",
				Medium:                  types.MEDIUM_ELECTRICITY,
				Direction:               types.DIRECTION_BIDIRECTIONAL,
				Owner:                   account("owner"),
				Issuer:                  account("issuer"),
				PublicKey:               msg.PublicKey,
				KeyVersion:              1,
				RegisterUnitNumerator:   1,
				RegisterUnitDenominator: 1,
				MaxRatePerHour:          10_000,
				Status:                  types.METER_STATUS_REGISTERED,
			}, f.meter(1))
			f.emitted(&types.EventMeterRegistered{Meter: 1, Serial: "S1", Issuer: account("issuer"), Owner: account("owner")})
			f.sound()
		})
	}
}

func TestRegisterMeterIsRefused(t *testing.T) {
	other := ed("S2", 1)
	tests := []struct {
		name   string
		change func(*types.MsgRegisterMeter)

		wantErr error
	}{
		{
			name:    "by an account that is no issuer",
			change:  func(m *types.MsgRegisterMeter) { m.Issuer = account("owner") },
			wantErr: types.ErrIssuerNotFound,
		},
		{
			name:    "by an issuer that was revoked",
			change:  func(m *types.MsgRegisterMeter) { m.Issuer = account("revoked") },
			wantErr: types.ErrIssuerInactive,
		},
		{
			name:    "with an empty issuer",
			change:  func(m *types.MsgRegisterMeter) { m.Issuer = "" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "with an issuer of another chain",
			change:  func(m *types.MsgRegisterMeter) { m.Issuer = "cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "with an owner that is no address",
			change:  func(m *types.MsgRegisterMeter) { m.Owner = "invalid" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "for a medium that the issuer does not certify",
			change:  func(m *types.MsgRegisterMeter) { m.Medium = types.MEDIUM_WATER },
			wantErr: types.ErrMediumNotCertified,
		},
		{
			name:    "without a medium",
			change:  func(m *types.MsgRegisterMeter) { m.Medium = types.MEDIUM_UNSPECIFIED },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "for a medium that there is not",
			change:  func(m *types.MsgRegisterMeter) { m.Medium = 4 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "without a direction",
			change:  func(m *types.MsgRegisterMeter) { m.Direction = types.DIRECTION_UNSPECIFIED },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with a direction that there is not",
			change:  func(m *types.MsgRegisterMeter) { m.Direction = -1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "without a serial number",
			change:  func(m *types.MsgRegisterMeter) { m.Serial = "" },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with a serial number that is too long",
			change:  func(m *types.MsgRegisterMeter) { m.Serial = strings.Repeat("9", types.MaxNameBytes+1) },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with a serial number that is no UTF-8",
			change:  func(m *types.MsgRegisterMeter) { m.Serial = "S\xff" },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with a serial number that the issuer has used",
			change:  func(m *types.MsgRegisterMeter) { m.Serial = "S0" },
			wantErr: types.ErrSerialInUse,
		},
		{
			name:    "with the key of a live meter",
			change:  func(m *types.MsgRegisterMeter) { m.PublicKey = publicKey(ed("S0", 1)) },
			wantErr: types.ErrKeyInUse,
		},
		{
			name:    "without a key",
			change:  func(m *types.MsgRegisterMeter) { m.PublicKey = types.PublicKey{} },
			wantErr: types.ErrInvalidKey,
		},
		{
			name:    "with a key of a scheme that there is not",
			change:  func(m *types.MsgRegisterMeter) { m.PublicKey.Type = 4 },
			wantErr: types.ErrInvalidKey,
		},
		{
			name:    "with a key of a negative scheme, which one byte would take for another one",
			change:  func(m *types.MsgRegisterMeter) { m.PublicKey.Type = 1 - 256 },
			wantErr: types.ErrInvalidKey,
		},
		{
			name:    "with a key of the wrong length",
			change:  func(m *types.MsgRegisterMeter) { m.PublicKey.Key = m.PublicKey.Key[:31] },
			wantErr: types.ErrInvalidKey,
		},
		{
			name: "with a key that is no point of the curve",
			change: func(m *types.MsgRegisterMeter) {
				m.PublicKey = types.PublicKey{Type: types.KEY_TYPE_SECP256K1, Key: make([]byte, 33)}
			},
			wantErr: types.ErrInvalidKey,
		},
		{
			name:    "with registers of 0 Wh a step",
			change:  func(m *types.MsgRegisterMeter) { m.RegisterUnitNumerator = 0 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with registers of too many Wh a step",
			change:  func(m *types.MsgRegisterMeter) { m.RegisterUnitNumerator = types.MaxRegisterUnit + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with registers of an infinite step",
			change:  func(m *types.MsgRegisterMeter) { m.RegisterUnitDenominator = 0 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with registers of too small a step",
			change:  func(m *types.MsgRegisterMeter) { m.RegisterUnitDenominator = types.MaxRegisterUnit + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with registers of more digits than 64 bits hold",
			change:  func(m *types.MsgRegisterMeter) { m.RegisterDigits = types.MaxRegisterDigits + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with a rate of 0",
			change:  func(m *types.MsgRegisterMeter) { m.MaxRatePerHour = 0 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with a rate beyond all reason",
			change:  func(m *types.MsgRegisterMeter) { m.MaxRatePerHour = types.MaxRatePerHour + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "without proof that the device holds the key",
			change:  func(m *types.MsgRegisterMeter) { m.PossessionSignature = nil },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "with the proof of another device",
			change:  func(m *types.MsgRegisterMeter) { m.PossessionSignature = signRegistration(other, "issuer", "S1") },
			wantErr: types.ErrBadPossession,
		},
		{
			name:    "with a proof made for another issuer",
			change:  func(m *types.MsgRegisterMeter) { m.PossessionSignature = signRegistration(ed("S1", 1), "owner", "S1") },
			wantErr: types.ErrBadPossession,
		},
		{
			name:    "with a proof made for another serial number",
			change:  func(m *types.MsgRegisterMeter) { m.PossessionSignature = signRegistration(ed("S1", 1), "issuer", "S2") },
			wantErr: types.ErrBadPossession,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.registered("S0")
			f.revokedIssuer("revoked")
			msg := registration(ed("S1", 1), "S1")
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.RegisterMeter(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// A key belongs to one live meter, on whichever chain id the proof was made.
func TestRegisterMeterOnAnotherChainIsRefused(t *testing.T) {
	f := newFixture(t)
	f.ctx = f.ctx.WithChainID("utility-test-2")
	_, err := f.msgs.RegisterMeter(f.ctx, registration(ed("S1", 1), "S1"))
	require.ErrorIs(t, err, types.ErrBadPossession)
}

func TestRegisterMeterWithTheKeyOfARetiredMeter(t *testing.T) {
	f := newFixture(t)
	id := f.retired("S1")
	r, err := f.msgs.RegisterMeter(f.ctx, &types.MsgRegisterMeter{
		Issuer:                  account("issuer"),
		Serial:                  "S1 again",
		Medium:                  types.MEDIUM_ELECTRICITY,
		Direction:               types.DIRECTION_CONSUMPTION,
		Owner:                   account("other"),
		PublicKey:               publicKey(ed("S1", 1)),
		RegisterUnitNumerator:   types.MaxRegisterUnit,
		RegisterUnitDenominator: 1,
		MaxRatePerHour:          types.MaxRatePerHour,
		PossessionSignature:     signRegistration(ed("S1", 1), "issuer", "S1 again"),
	})
	require.NoError(t, err, "a retired meter gives its key back")
	require.Equal(t, id+1, r.Meter)
	f.sound()
}

// Bech32 may be written in capitals; stored and compared is one spelling.
func TestRegisterMeterByAnIssuerInCapitals(t *testing.T) {
	f := newFixture(t)
	msg := registration(ed("S1", 1), "S1")
	msg.Issuer, msg.Owner = strings.ToUpper(msg.Issuer), strings.ToUpper(msg.Owner)
	_, err := f.msgs.RegisterMeter(f.ctx, msg)
	require.NoError(t, err)
	require.Equal(t, account("issuer"), f.meter(1).Issuer)
	require.Equal(t, account("owner"), f.meter(1).Owner)
	f.sound()
}

func (f *fixture) revokedIssuer(name string) {
	f.t.Helper()
	_, err := f.msgs.AuthorizeIssuer(f.ctx, &types.MsgAuthorizeIssuer{
		Authority: account("governance"), Address: account(name), Name: name, Media: []types.Medium{types.MEDIUM_ELECTRICITY},
	})
	require.NoError(f.t, err)
	f.revoke(name)
}

func (f *fixture) revoke(name string) {
	f.t.Helper()
	_, err := f.msgs.RevokeIssuer(f.ctx, &types.MsgRevokeIssuer{Authority: account("governance"), Address: account(name)})
	require.NoError(f.t, err)
}
