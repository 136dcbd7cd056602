package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

func TestCreateCommunity(t *testing.T) {
	f := newFixture(t)
	first, second := f.create(village()), f.create(village())
	require.Equal(t, []uint64{1, 2}, []uint64{first, second})

	resp := f.communityOf(first)
	require.Equal(t, types.Community{
		Id: 1, Admin: account("mayor"), Name: "Village", EpochSeconds: 900, PaymentDenom: "ueur",
		MaxMembers: 10_000, Status: types.COMMUNITY_STATUS_ACTIVE,
	}, resp.Community)
	require.Equal(t, types.Terms{
		Key: types.ALLOCATION_KEY_DYNAMIC, Residual: types.RESIDUAL_GRID, GridSupplier: account("grid"), BorderToleranceSeconds: 30,
		GraceSeconds: 3_600,
	}, resp.Terms)
	require.Empty(t, resp.ComingTerms)
	require.Equal(t, noonEpoch, resp.Epoch)
	require.Equal(t, noon+quarter, resp.EpochEndsAt)
}

func TestCreateCommunityRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgCreateCommunity)

		wantErr error
	}{
		{
			name:    "an admin with an invalid address",
			change:  func(m *types.MsgCreateCommunity) { m.Admin = "mayor" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "a grid supplier of another chain",
			change:  func(m *types.MsgCreateCommunity) { m.GridSupplier = "cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "a name that is too long",
			change:  func(m *types.MsgCreateCommunity) { m.Name = string(make([]byte, 65)) },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "an epoch shorter than the parameter",
			change:  func(m *types.MsgCreateCommunity) { m.EpochSeconds = 30 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "more members than the parameter",
			change:  func(m *types.MsgCreateCommunity) { m.MaxMembers = 1<<20 + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a denom that does not exist",
			change:  func(m *types.MsgCreateCommunity) { m.PaymentDenom = "unobtainium" },
			wantErr: types.ErrUnknownDenom,
		},
		{
			name:    "a denom whose amounts do not fit",
			change:  func(m *types.MsgCreateCommunity) { m.PaymentDenom = "uinflated" },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.bank.Fund(f.ctx, accountBytes("mint"), sdk.NewInt64Coin("uinflated", check.MaxSupply+1))
			msg := village()
			tc.change(&msg)
			before := f.export()
			_, err := f.msgs.CreateCommunity(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.export())
		})
	}
}

func TestADescribedDenomNeedsNoSupply(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.PaymentDenom = "described"
	f.bank.SetDenomMetaData(f.ctx, banktypes.Metadata{Base: "described"})
	require.Equal(t, uint64(1), f.create(msg))
}
