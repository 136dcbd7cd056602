package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

func authorization() *types.MsgAuthorizeIssuer {
	return &types.MsgAuthorizeIssuer{
		Authority: account("governance"),
		Address:   account("office"),
		Name:      "Water Office",
		Media:     []types.Medium{types.MEDIUM_OTHER, types.MEDIUM_WATER},
	}
}

func TestAuthorizeIssuer(t *testing.T) {
	f := newFixture(t)
	_, err := f.msgs.AuthorizeIssuer(f.ctx, authorization())
	require.NoError(t, err)
	f.emitted(&types.EventIssuerAuthorized{Address: account("office"), Name: "Water Office"})
	r, err := f.queries.Issuer(f.ctx, &types.QueryIssuerRequest{Address: account("office")})
	require.NoError(t, err)
	require.Equal(t, types.Issuer{
		Address: account("office"), Name: "Water Office", Active: true, Media: []types.Medium{types.MEDIUM_WATER, types.MEDIUM_OTHER},
	}, r.Issuer)
	f.sound()
}

func TestAuthorizeIssuerIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgAuthorizeIssuer)

		wantErr error
	}{
		{name: "by another account", change: func(m *types.MsgAuthorizeIssuer) { m.Authority = account("office") }, wantErr: sdkerrors.ErrUnauthorized},
		{name: "without a signer", change: func(m *types.MsgAuthorizeIssuer) { m.Authority = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "without an address", change: func(m *types.MsgAuthorizeIssuer) { m.Address = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "with an address of validators", change: func(m *types.MsgAuthorizeIssuer) { m.Address = "utilityvaloper1abc" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "without a name", change: func(m *types.MsgAuthorizeIssuer) { m.Name = "" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with a name that is too long", change: func(m *types.MsgAuthorizeIssuer) { m.Name = strings.Repeat("x", 65) }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "with a name that is no UTF-8", change: func(m *types.MsgAuthorizeIssuer) { m.Name = "\xc3\x28" }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for nothing", change: func(m *types.MsgAuthorizeIssuer) { m.Media = nil }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for a medium that is none", change: func(m *types.MsgAuthorizeIssuer) { m.Media[0] = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for a medium that there is not", change: func(m *types.MsgAuthorizeIssuer) { m.Media[0] = 9 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for the same medium twice", change: func(m *types.MsgAuthorizeIssuer) { m.Media[0] = m.Media[1] }, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name:    "for more media than there are",
			change:  func(m *types.MsgAuthorizeIssuer) { m.Media = []types.Medium{1, 2, 3, 1} },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := authorization()
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.AuthorizeIssuer(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// The meters of a revoked issuer go on; it certifies nothing new until it is named again.
func TestRevokeIssuer(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.revoke("issuer")
	f.emitted(&types.EventIssuerRevoked{Address: account("issuer")})

	_, err := f.msgs.RegisterMeter(f.ctx, registration(ed("S2", 1), "S2"))
	require.ErrorIs(t, err, types.ErrIssuerInactive)
	_, err = f.msgs.AttestClaim(f.ctx, attestation(id))
	require.ErrorIs(t, err, types.ErrIssuerInactive)
	_, err = f.msgs.RotateKey(f.ctx, rotationByIssuer("S1", id))
	require.ErrorIs(t, err, types.ErrIssuerInactive)
	_, err = f.msgs.TransferMeter(f.ctx, transfer(id))
	require.ErrorIs(t, err, types.ErrIssuerInactive)

	f.later(hour)
	require.Equal(t, types.READING_CODE_ACCEPTED, f.submit(read(ed("S1", 1), id, 1, step(15))).Codes[0])
	_, err = f.msgs.SuspendMeter(f.ctx, &types.MsgSuspendMeter{Signer: account("issuer"), Meter: id})
	require.NoError(t, err)
	_, err = f.msgs.ResumeMeter(f.ctx, &types.MsgResumeMeter{Issuer: account("issuer"), Meter: id})
	require.ErrorIs(t, err, types.ErrIssuerInactive)

	msg := authorization()
	msg.Address, msg.Media = account("issuer"), []types.Medium{types.MEDIUM_ELECTRICITY}
	_, err = f.msgs.AuthorizeIssuer(f.ctx, msg)
	require.NoError(t, err)
	f.registered("S2")
	f.sound()
}

func TestRevokeIssuerIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgRevokeIssuer)

		wantErr error
	}{
		{name: "by another account", change: func(m *types.MsgRevokeIssuer) { m.Authority = account("issuer") }, wantErr: sdkerrors.ErrUnauthorized},
		{name: "without a signer", change: func(m *types.MsgRevokeIssuer) { m.Authority = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of no address", change: func(m *types.MsgRevokeIssuer) { m.Address = "x" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of an account that is no issuer", change: func(m *types.MsgRevokeIssuer) { m.Address = account("owner") }, wantErr: types.ErrIssuerNotFound},
		{name: "a second time", change: func(m *types.MsgRevokeIssuer) { m.Address = account("revoked") }, wantErr: types.ErrIssuerInactive},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.revokedIssuer("revoked")
			msg := &types.MsgRevokeIssuer{Authority: account("governance"), Address: account("issuer")}
			tc.change(msg)
			before := f.export()
			_, err := f.msgs.RevokeIssuer(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

func TestUpdateParams(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.MaxReadingsPerBatch = 7
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
	require.NoError(t, err)
	f.emitted(&types.EventParamsUpdated{Params: params})
	r, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, params, r.Params)

	before := f.export()
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("owner"), Params: params})
	f.refused(before, err, sdkerrors.ErrUnauthorized)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance")})
	f.refused(before, err, types.ErrInvalidParams)
}
