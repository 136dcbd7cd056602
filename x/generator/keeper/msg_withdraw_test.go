package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestOwnersWithdrawTheRevenueOfTheirShares(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.buy(id, 5, 0) // 950,000 to owners: 95 a share
	require.Equal(t, &types.MsgWithdrawResponse{RevenueUsolar: 570_000},
		mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}))
	require.Equal(t, int64(570_000), f.balance("ann", types.SolarDenom))

	f.buy(id, 10, 0)
	require.Equal(t, uint64(1_140_000), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}).RevenueUsolar)
	require.Equal(t, uint64(855_000), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("bob"), Generator: id}).RevenueUsolar,
		"later withdrawals lose nothing")
	f.retire(id)
	require.Equal(t, uint64(285_000), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("cid"), Generator: id}).RevenueUsolar,
		"also when it no longer sells")

	purse := f.purseOf(id)
	require.Zero(t, purse.Owed)
	require.Equal(t, uint64(2_850_000), purse.Withdrawn)
	require.Equal(t, uint64(1_710_000), f.holdingOf(id, "ann").Withdrawn)
	require.Len(t, events[*types.EventWithdrawn](f), 4)
}

func TestOtherMoneyIsWithdrawnToo(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	resp := mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("builder"), Generator: id})
	require.Equal(t, &types.MsgWithdrawResponse{Due: advance}, resp)
	require.Equal(t, int64(advance), f.balance("builder", "ueur"))
	require.Equal(t, uint64(deposit), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("mayor"), Generator: id}).Due)
	require.Zero(t, f.purseOf(id).Due)
}

func TestBothAreWithdrawnAtOnce(t *testing.T) {
	for _, denom := range []string{"ueur", types.SolarDenom} {
		t.Run(denom, func(t *testing.T) {
			f := newFixture(t)
			msg := kWhRequest()
			msg.PaymentDenom = denom
			id := f.openBidding(msg)
			f.bid(bidMessage(id, "builder"), "builder")
			f.pass(7 * day)
			f.accept(id, "builder")
			f.pledge(id, "builder", types.TotalShares) // who builds it may own it
			f.markInstalled(id)
			f.commission(id)
			f.vote(id, "builder", fifth)
			f.bank.Fund(f.ctx, accountBytes("eve"), usolar(1_000_000))
			f.buy(id, 5, 0)

			resp := mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("builder"), Generator: id})
			require.Equal(t, &types.MsgWithdrawResponse{RevenueUsolar: 950_000, Due: advance}, resp)
			want := int64(advance)
			if denom == types.SolarDenom {
				want += 950_000
			}
			require.Equal(t, want, f.balance("builder", denom))
		})
	}
}

func TestWithdrawRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgWithdraw)

		wantErr error
	}{
		{name: "an account with an invalid address", change: func(m *types.MsgWithdraw) { m.Account = "ann" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgWithdraw) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "generator 0", change: func(m *types.MsgWithdraw) { m.Generator = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an account without a holding", change: func(m *types.MsgWithdraw) { m.Account = account("eve") }, wantErr: types.ErrHoldingNotFound},
		{name: "an account that has withdrawn everything", change: func(*types.MsgWithdraw) {}, wantErr: types.ErrNothingToWithdraw},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			f.buy(id, 1, 0)
			msg := types.MsgWithdraw{Account: account("ann"), Generator: id}
			mustSend(f, f.msgs.Withdraw, msg)
			tc.change(&msg)
			mustRefuse(f, f.msgs.Withdraw, msg, tc.wantErr)
		})
	}
}

func TestTheMinRevenueWaitsUntilItCanBeDivided(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.vote(id, "ann", 1)
	f.buy(id, 9_999, 0)
	mustRefuse(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("bob"), Generator: id}, types.ErrNothingToWithdraw)
	require.Equal(t, uint64(9_500), f.purseOf(id).Carry, "9,999 less the maintenance part, rounded down")
	f.buy(id, 526, 0)
	require.Equal(t, uint64(3_000), mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("bob"), Generator: id}).RevenueUsolar)
}
