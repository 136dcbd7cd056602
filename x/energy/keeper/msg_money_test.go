package keeper_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/types"
)

func TestDepositAndWithdraw(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "alice")
	slot := f.join(community, "bob")
	f.bank.Fund(f.ctx, accountBytes("donor"), ueur(100))

	in, err := f.msgs.Deposit(f.ctx, &types.MsgDeposit{Depositor: account("donor"), Community: community, Slot: slot, Amount: ueur(70)})
	require.NoError(t, err)
	require.Equal(t, uint64(70), in.Prepaid)
	require.Equal(t, uint64(70), f.communityOf(community).Community.Prepaid)
	f.checkInvariants()

	out, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Account: account("bob"), Community: community, Slot: slot, Amount: ueur(30)})
	require.NoError(t, err)
	require.Equal(t, uint64(40), out.Prepaid)
	require.Equal(t, ueur(30), f.bank.GetBalance(f.ctx, accountBytes("bob"), "ueur"))
	require.Equal(t, ueur(30), f.bank.GetBalance(f.ctx, accountBytes("donor"), "ueur"))
	f.checkInvariants()

	f.close(community)
	out, err = f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Account: account("bob"), Community: community, Slot: slot, Amount: ueur(40)})
	require.NoError(t, err, "a closed community pays out")
	require.Zero(t, out.Prepaid)
	require.Zero(t, f.communityOf(community).Community.Prepaid)
	f.checkInvariants()
}

func TestDepositRefuses(t *testing.T) {
	tests := []struct {
		name   string
		closed bool
		change func(*types.MsgDeposit)

		wantErr error
	}{
		{
			name:    "a depositor with an invalid address",
			change:  func(m *types.MsgDeposit) { m.Depositor = "" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "a community that does not exist",
			change:  func(m *types.MsgDeposit) { m.Community = 7 },
			wantErr: types.ErrCommunityNotFound,
		},
		{
			name:    "a slot that was never assigned",
			change:  func(m *types.MsgDeposit) { m.Slot = 7 },
			wantErr: types.ErrMemberNotFound,
		},
		{
			name:    "money in another denom",
			change:  func(m *types.MsgDeposit) { m.Amount.Denom = "uutl" },
			wantErr: types.ErrWrongDenom,
		},
		{
			name:    "nothing",
			change:  func(m *types.MsgDeposit) { m.Amount.Amount = sdkmath.ZeroInt() },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "an amount without a number",
			change:  func(m *types.MsgDeposit) { m.Amount.Amount = sdkmath.Int{} },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a negative amount",
			change:  func(m *types.MsgDeposit) { m.Amount.Amount = sdkmath.NewInt(-1) },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "more than 64 bits",
			change:  func(m *types.MsgDeposit) { m.Amount.Amount = sdkmath.NewIntFromUint64(math.MaxUint64).AddRaw(1) },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "more than the wallets may hold together",
			change:  func(m *types.MsgDeposit) { m.Amount.Amount = sdkmath.NewIntFromUint64(types.MaxPrepaid) },
			wantErr: types.ErrBalanceTooLarge,
		},
		{
			name:    "more than the depositor has",
			change:  func(m *types.MsgDeposit) { m.Amount = ueur(101) },
			wantErr: sdkerrors.ErrInsufficientFunds,
		},
		{
			name:    "a closed community",
			closed:  true,
			wantErr: types.ErrCommunityClosed,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			community := f.create(village())
			slot := f.join(community, "alice")
			f.deposit(community, slot, 1)
			f.bank.Fund(f.ctx, accountBytes("donor"), ueur(100))
			if tc.closed {
				f.close(community)
			}
			msg := types.MsgDeposit{Depositor: account("donor"), Community: community, Slot: slot, Amount: ueur(50)}
			if tc.change != nil {
				tc.change(&msg)
			}
			before := f.export()
			_, err := f.msgs.Deposit(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.export())
			require.Equal(t, ueur(100), f.bank.GetBalance(f.ctx, accountBytes("donor"), "ueur"))
		})
	}
}

func TestWithdrawRefuses(t *testing.T) {
	tests := []struct {
		name    string
		account string
		slot    uint64
		amount  sdk.Coin

		wantErr error
	}{
		{name: "more than is prepaid", account: account("alice"), amount: ueur(101), wantErr: types.ErrInsufficientFunds},
		{name: "from another member's wallet", account: account("mayor"), amount: ueur(1), wantErr: types.ErrNotMember},
		{name: "from a slot that was never assigned", account: account("alice"), slot: 9, amount: ueur(1), wantErr: types.ErrMemberNotFound},
		{name: "another denom", account: account("alice"), amount: sdk.NewInt64Coin("uutl", 1), wantErr: types.ErrWrongDenom},
		{name: "nothing", account: account("alice"), amount: ueur(0), wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an invalid address", account: "alice", amount: ueur(1), wantErr: sdkerrors.ErrInvalidAddress},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			community := f.create(village())
			f.deposit(community, f.join(community, "alice"), 100)
			f.deposit(community, f.join(community, "bob"), 100)
			before := f.export()
			_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{
				Account: tc.account, Community: community, Slot: tc.slot, Amount: tc.amount,
			})
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.export())
		})
	}
}

func TestCompensateMember(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Residual = types.RESIDUAL_CARRY
	community := f.create(msg)
	f.join(community, "alice")
	f.join(community, "bob")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 100, -150)
	f.settle(noonEpoch + 1)
	require.Equal(t, int64(-50), f.memberOf(community, 1).Wallet.CarryWh)

	compensate := func(who string, slot, wh uint64) error {
		_, err := f.msgs.CompensateMember(f.ctx, &types.MsgCompensateMember{
			GridSupplier: account(who), Community: community, Slot: slot, EnergyWh: wh,
		})
		return err
	}
	require.ErrorIs(t, compensate("mayor", 1, 10), types.ErrNotGridSupplier)
	require.ErrorIs(t, compensate("grid", 1, 0), sdkerrors.ErrInvalidRequest)
	require.ErrorIs(t, compensate("grid", 1, 51), types.ErrDeficitTooSmall)
	require.ErrorIs(t, compensate("grid", 0, 1), types.ErrDeficitTooSmall, "a member without a deficit needs nothing")
	require.ErrorIs(t, compensate("grid", 5, 1), types.ErrMemberNotFound)
	require.NoError(t, compensate("grid", 1, 20))
	require.NoError(t, compensate("grid", 1, 30))
	wallet := f.memberOf(community, 1).Wallet
	require.Zero(t, wallet.CarryWh)
	require.Equal(t, uint64(50), wallet.FromGridWh)
	require.Equal(t, uint64(50), f.communityOf(community).Community.Totals.FromGridWh)
	require.Len(t, events[*types.EventMemberCompensated](f), 2)
	f.checkInvariants()
}
