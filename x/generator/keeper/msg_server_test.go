package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestUpdateParams(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.VoucherSeconds, params.MinCommissionUsolar, params.Arbiters = 60, 7, []string{account("umpire")}

	mustSend(f, f.msgs.UpdateParams, types.MsgUpdateParams{Authority: account("governance"), Params: params})

	require.Equal(t, params, f.params())
	require.Equal(t, []*types.EventParamsUpdated{{Params: params}}, events[*types.EventParamsUpdated](f))
}

func TestUpdateParamsRefuses(t *testing.T) {
	tests := []struct {
		name      string
		authority string
		change    func(*types.Params)

		wantErr error
	}{
		{name: "another", authority: account("mayor"), wantErr: sdkerrors.ErrUnauthorized},
		{name: "an invalid address", authority: "governance", wantErr: sdkerrors.ErrInvalidAddress},
		{
			name: "commissioning for nothing", authority: account("governance"),
			change: func(p *types.Params) { p.MinCommissionUsolar = 0 },

			wantErr: types.ErrInvalidParams,
		},
		{
			name: "an arbiter of another chain", authority: account("governance"),
			change: func(p *types.Params) { p.Arbiters = []string{"umpire"} },

			wantErr: sdkerrors.ErrInvalidAddress,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			params := types.DefaultParams()
			if tc.change != nil {
				tc.change(&params)
			}
			mustRefuse(f, f.msgs.UpdateParams, types.MsgUpdateParams{Authority: tc.authority, Params: params}, tc.wantErr)
		})
	}
}
