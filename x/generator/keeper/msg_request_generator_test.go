package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/check"
)

func TestRequestGenerator(t *testing.T) {
	f := newFixture(t)
	f.bank.Fund(f.ctx, accountBytes("mayor"), ueur(deposit+1))
	msg := requestMessage()
	msg.Requester = strings.ToUpper(msg.Requester)

	resp := mustSend(f, f.msgs.RequestGenerator, msg)

	require.Equal(t, &types.MsgRequestGeneratorResponse{Generator: 1, BidsUntil: noon + 7*day}, resp)
	require.Equal(t, int64(1), f.balance("mayor", "ueur"))
	require.Equal(t, int64(deposit), f.held("ueur"))
	g := f.generatorOf(1)
	require.Equal(t, account("mayor"), g.Generator.Request.Requester, "in its one spelling")
	require.Equal(t, types.GENERATOR_STATUS_OPEN_FOR_BIDS, g.Generator.Status)
	require.Equal(t, noon, g.Generator.RequestedAt)
	require.Equal(t, types.Purse{Deposit: deposit}, g.Purse)
	require.Equal(t, []*types.EventGeneratorRequested{{
		Generator: 1, Requester: account("mayor"), Arbiter: account("judge"), BidsUntil: noon + 7*day,
	}}, events[*types.EventGeneratorRequested](f))

	require.Equal(t, uint64(2), f.requested(), "numbers ascend")
}

func TestRequestGeneratorTakesMoneyOfAnyDenomThatExists(t *testing.T) {
	for _, denom := range []string{"ueur", "usolar", "described"} {
		f := newFixture(t)
		msg := requestMessage()
		msg.PaymentDenom = denom
		if denom == "described" {
			f.bank.SetDenomMetaData(f.ctx, banktypes.Metadata{Base: denom})
			mustRefuse(f, f.msgs.RequestGenerator, msg, sdkerrors.ErrInsufficientFunds) // for there is none of it yet
		}
		f.openBidding(msg)
		require.Equal(t, int64(deposit), f.held(denom))
	}
}

func TestRequestGeneratorRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgRequestGenerator)

		wantErr error
	}{
		{
			name:   "an arbiter whom governance did not authorize",
			change: func(m *types.MsgRequestGenerator) { m.Arbiter = account("eve") },

			wantErr: types.ErrUnknownArbiter,
		},
		{
			name:   "an arbiter who asks",
			change: func(m *types.MsgRequestGenerator) { m.Arbiter = strings.ToUpper(m.Requester) },

			wantErr: types.ErrRolesMixed,
		},
		{
			name:   "money that does not exist",
			change: func(m *types.MsgRequestGenerator) { m.PaymentDenom = "unknown" },

			wantErr: types.ErrUnknownDenom,
		},
		{
			name:   "money whose amounts do not fit",
			change: func(m *types.MsgRequestGenerator) { m.PaymentDenom = "uinflated" },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "no deposit",
			change: func(m *types.MsgRequestGenerator) { m.Deposit = 0 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "a deposit beyond all bounds",
			change: func(m *types.MsgRequestGenerator) { m.Deposit = types.MaxAmount + 1 },

			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "a deposit that the requester does not have",
			change: func(m *types.MsgRequestGenerator) { m.Deposit = deposit + 1 },

			wantErr: sdkerrors.ErrInsufficientFunds,
		},
		{
			name:   "a requester without an address",
			change: func(m *types.MsgRequestGenerator) { m.Requester = "mayor" },

			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:   "an arbiter without an address",
			change: func(m *types.MsgRequestGenerator) { m.Arbiter = "" },

			wantErr: sdkerrors.ErrInvalidAddress,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.bank.Fund(f.ctx, accountBytes("mint"), sdk.NewInt64Coin("uinflated", check.MaxSupply+1))
			f.bank.Fund(f.ctx, accountBytes("mayor"), ueur(deposit))
			msg := requestMessage()
			tc.change(&msg)
			mustRefuse(f, f.msgs.RequestGenerator, msg, tc.wantErr)
		})
	}
}
