package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/types"
)

// Alice uses 10 litres a day and has plenty, dave has nothing left: their policies find each other.
func TestTheRichSellAndThePoorBuy(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 100), f.drew(area, 3, 990))
	f.setPolicy(area, "alice", types.Policy{SellAboveDays: 30, MinPrice: 150})
	require.Equal(t, [2]uint64{150, 600}, f.orderOf(area, 0, sell), "900 less 30 days of 10")
	f.prepay(area, "dave", 50_000)
	f.setPolicy(area, "dave", types.Policy{BuyBelowLitres: 210, MaxPrice: 250, Budget: 45_000})
	require.Equal(t, [2]uint64{250, 180}, f.orderOf(area, 3, buy), "200 are lacking, the budget pays for 180")
	require.Equal(t, uint64(5_000), f.prepaid(area, 3))

	f.pass(midnight)
	a := f.auctionOf(area, 1)
	require.Equal(t, []uint64{150, 180}, []uint64{a.Price, a.VolumeLitres})
	f.settleAll(area)
	require.Equal(t, uint64(190), f.balance(area, "dave"))
	require.Equal(t, uint64(45_000-180*150), f.accountOf(area, 3).Policy.Budget, "the rest may still be spent")
	require.Equal(t, uint64(180*150), f.prepaid(area, 0))
	require.Equal(t, [2]uint64{250, 20}, f.orderOf(area, 3, buy), "the next order is placed at the first touch")

	f.send(f.drew(area, 3, 100), f.drew(area, 0, 5))
	require.Equal(t, [2]uint64{250, 20}, f.orderOf(area, 3, buy), "and binds")
	require.Equal(t, [2]uint64{150, 420}, f.orderOf(area, 0, sell))
}

func TestAPolicyBuysWithWhatThereIs(t *testing.T) {
	tests := []struct {
		name    string
		drew    uint64
		prepaid int64
		policy  types.Policy

		want [2]uint64
	}{
		{
			name: "the missing litres", drew: 900, prepaid: 100_000,
			policy: types.Policy{BuyBelowLitres: 300, MaxPrice: 100, Budget: 100_000},
			want:   [2]uint64{100, 200},
		},
		{
			name: "nothing while there is enough", drew: 700, prepaid: 100_000,
			policy: types.Policy{BuyBelowLitres: 300, MaxPrice: 100, Budget: 100_000},
		},
		{
			name: "as much as the prepaid money pays for", drew: 900, prepaid: 1_999,
			policy: types.Policy{BuyBelowLitres: 300, MaxPrice: 100, Budget: 100_000},
			want:   [2]uint64{100, 19},
		},
		{
			name: "as much as the budget pays for", drew: 900, prepaid: 100_000,
			policy: types.Policy{BuyBelowLitres: 300, MaxPrice: 100, Budget: 100},
			want:   [2]uint64{100, 1},
		},
		{
			name: "nothing without money", drew: 900,
			policy: types.Policy{BuyBelowLitres: 300, MaxPrice: 100, Budget: 100},
		},
		{
			name: "the overdraft too, for purchases repay it first", drew: 1_150, prepaid: 100_000,
			policy: types.Policy{BuyBelowLitres: 300, MaxPrice: 100, Budget: 100_000},
			want:   [2]uint64{100, 450},
		},
		{
			name: "at most the cap", drew: 900, prepaid: 100_000,
			policy: types.Policy{BuyBelowLitres: types.MaxLitres, MaxPrice: 1, Budget: types.MaxMoney},
			want:   [2]uint64{1, 2_400},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			f.send(f.drew(area, 0, tc.drew))
			if tc.prepaid > 0 {
				f.prepay(area, "alice", tc.prepaid)
			}
			f.setPolicy(area, "alice", tc.policy)
			require.Equal(t, tc.want, f.orderOf(area, 0, buy))
			require.Equal(t, uint64(tc.prepaid), f.prepaid(area, 0)+f.areaOf(area).Purse.Escrow)
		})
	}
}

func TestAPolicySellsWhatIsSpare(t *testing.T) {
	tests := []struct {
		name   string
		drew   uint64
		policy types.Policy

		want [2]uint64
	}{
		{name: "the litres above the days", drew: 100, policy: types.Policy{SellAboveDays: 10, MinPrice: 9}, want: [2]uint64{9, 800}},
		{name: "nothing that is needed", drew: 100, policy: types.Policy{SellAboveDays: 90, MinPrice: 9}},
		{name: "nothing before own use is known", policy: types.Policy{SellAboveDays: 10, MinPrice: 9}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			if tc.drew > 0 {
				f.send(f.drew(area, 0, tc.drew))
			}
			f.setPolicy(area, "alice", tc.policy)
			require.Equal(t, tc.want, f.orderOf(area, 0, sell))
		})
	}
}

// A policy places one order for each auction, at the first touch after the one before.
func TestAPolicyPlacesOneOrderForAnAuction(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 100))
	f.setPolicy(area, "alice", types.Policy{SellAboveDays: 10, MinPrice: 9, BuyBelowLitres: 50, MaxPrice: 5, Budget: 1_000})
	f.prepay(area, "alice", 500)
	require.Len(t, events[*types.EventOrderPlaced](f), 1)
	require.Equal(t, [2]uint64{9, 800}, f.orderOf(area, 0, sell))

	f.at(f.now() + day/3)
	f.send(f.drew(area, 0, 60))
	require.Equal(t, [2]uint64{9, 800}, f.orderOf(area, 0, sell), "it binds")
	require.Zero(t, f.orderOf(area, 0, buy), "40 litres are left, but there is an order")
	f.setPolicy(area, "alice", types.Policy{BuyBelowLitres: 50, MaxPrice: 5, Budget: 1_000})
	require.Equal(t, [2]uint64{9, 800}, f.orderOf(area, 0, sell), "also when the policy changes")

	f.pass(midnight)
	f.send(f.drew(area, 0, 800))
	require.Zero(t, f.orderOf(area, 0, sell))
	require.Equal(t, [2]uint64{5, 10}, f.orderOf(area, 0, buy), "10 litres are lacking")
	f.setPolicy(area, "alice", types.Policy{})
	f.pass(midnight + day)
	f.settle(area, "alice")
	require.Zero(t, f.orderOf(area, 0, buy))
	require.Equal(t, uint64(500), f.prepaid(area, 0))
	require.False(t, f.holdingOf(area, 0).Trades)
}

func TestAPolicyYieldsToItsOwner(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 100))
	f.place(area, "alice", sell, 500, 10)
	f.setPolicy(area, "alice", types.Policy{SellAboveDays: 10, MinPrice: 300})
	require.Equal(t, [2]uint64{500, 10}, f.orderOf(area, 0, sell), "an order of the owner stays")
	f.pass(midnight)
	f.place(area, "alice", buy, 300, 10)
	f.settle(area, "alice")
	require.Zero(t, f.orderOf(area, 0, sell), "no account trades with itself")
	f.pass(midnight + day)
	f.settle(area, "alice")
	require.Equal(t, [2]uint64{300, 800}, f.orderOf(area, 0, sell))
	f.checkInvariants()
}

func TestAPolicyEndsWithTheArea(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 100))
	f.setPolicy(area, "alice", types.Policy{SellAboveDays: 10, MinPrice: 300})
	f.closeArea(area)
	f.pass(midnight)
	f.settle(area, "alice")
	f.checkInvariants()
	require.Zero(t, f.orderOf(area, 0, sell))
	require.Equal(t, uint64(900), f.balance(area, "alice"))
	f.setPolicy(area, "alice", types.Policy{})
}

func TestAPolicyRenews(t *testing.T) {
	f, area := market(t, nil)
	f.prepay(area, "alice", 10)
	f.setPolicy(area, "alice", types.Policy{AutoRenew: true, MaxFeePerPerson: 1})
	require.Equal(t, uint64(9), f.prepaid(area, 0), "at once")
	require.Equal(t, uint64(1), f.periodOf(area, 2).Subscribers)
	require.True(t, events[*types.EventSubscribed](f)[0].ByPolicy)
	f.settle(area, "alice")
	require.Equal(t, uint64(9), f.prepaid(area, 0), "once for each period")
	f.pass(start(2))
	f.send(f.drew(area, 0, 1))
	require.Equal(t, uint64(1), f.periodOf(area, 3).Subscribers, "a reading touches")
	prepaid := f.prepaid(area, 0)

	msg := update()
	msg.Issuer, msg.FeePerPerson = "", 2
	require.NoError(t, second(f.msgs.UpdateArea(f.ctx, &msg)))
	f.pass(start(3))
	f.settle(area, "alice")
	require.GreaterOrEqual(t, f.prepaid(area, 0), prepaid, "a fee above the limit of the policy is not paid")
	f.setPolicy(area, "alice", types.Policy{})
	f.pass(start(4))
	f.settle(area, "alice")
	require.GreaterOrEqual(t, f.prepaid(area, 0), prepaid, "a policy that has ended renews nothing")
	f.checkInvariants()
}

func TestSetPolicyRefuses(t *testing.T) {
	const highest = ^uint64(0)
	buys := types.Policy{BuyBelowLitres: 100, MaxPrice: 10, Budget: 100}
	tests := []struct {
		name   string
		owner  string
		area   uint64
		policy types.Policy
		closed bool
		left   bool

		wantErr error
	}{
		{name: "an owner that is no address", owner: "alice", area: 1, policy: buys, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a signer without an account", owner: account("eve"), area: 1, policy: buys, wantErr: types.ErrAccountNotFound},
		{name: "no area", owner: account("alice"), policy: buys, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an area that is not there", owner: account("alice"), area: 2, policy: buys, wantErr: types.ErrAreaNotFound},
		{name: "to buy without a budget", owner: account("alice"), area: 1, policy: types.Policy{BuyBelowLitres: 1, MaxPrice: 1}, wantErr: types.ErrPolicy},
		{name: "to buy without a limit", owner: account("alice"), area: 1, policy: types.Policy{BuyBelowLitres: 1, Budget: 1}, wantErr: types.ErrPolicy},
		{name: "to sell without a limit", owner: account("alice"), area: 1, policy: types.Policy{SellAboveDays: 9}, wantErr: types.ErrPolicy},
		{name: "a limit of four digits", owner: account("alice"), area: 1, policy: types.Policy{SellAboveDays: 9, MinPrice: 1_001}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a budget below the price of a litre", owner: account("alice"), area: 1, policy: types.Policy{BuyBelowLitres: 1, MaxPrice: 9, Budget: 8}, wantErr: types.ErrPolicy},
		{name: "to keep less than the area says", owner: account("alice"), area: 1, policy: types.Policy{SellAboveDays: 6, MinPrice: 1}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "more days than a year", owner: account("alice"), area: 1, policy: types.Policy{SellAboveDays: highest}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "the largest price", owner: account("alice"), area: 1, policy: types.Policy{SellAboveDays: 9, MinPrice: highest}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "the largest amount of water", owner: account("alice"), area: 1, policy: types.Policy{BuyBelowLitres: highest, Budget: 1}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "the largest budget", owner: account("alice"), area: 1, policy: types.Policy{BuyBelowLitres: 1, Budget: highest}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a closed area", owner: account("alice"), area: 1, policy: types.Policy{AutoRenew: true}, closed: true, wantErr: types.ErrAreaClosed},
		{name: "a closed account", owner: account("alice"), area: 1, policy: buys, left: true, wantErr: types.ErrAccountClosed},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			if tc.closed {
				f.closeArea(area)
			}
			if tc.left {
				f.moveOut(area, "alice")
			}
			before := f.state()
			_, err := f.msgs.SetPolicy(f.ctx, &types.MsgSetPolicy{Owner: tc.owner, Area: tc.area, Policy: tc.policy})
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.state())
		})
	}
}

func TestMoneyGoesInAndOut(t *testing.T) {
	f, area := market(t, nil)
	f.prepay(area, "alice", 1)
	f.prepay(area, "alice", 99)
	require.Equal(t, uint64(100), f.prepaid(area, 0))
	require.Equal(t, uint64(999_899), f.money("alice"))
	require.Equal(t, uint64(100), f.areaOf(area).Purse.Prepaid)
	resp, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("alice"), Area: area, Amount: ueur(60)})
	require.NoError(t, err)
	require.Equal(t, uint64(40), resp.Prepaid)
	require.Equal(t, uint64(999_959), f.money("alice"))
	f.checkInvariants()
	require.Len(t, events[*types.EventPrepaidDeposited](f), 2)

	f.closeArea(area)
	_, err = f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("alice"), Area: area, Amount: ueur(40)})
	require.NoError(t, err, "always")
	require.Zero(t, f.areaOf(area).Purse.Prepaid)
	require.Equal(t, uint64(0), events[*types.EventPrepaidWithdrawn](f)[0].Prepaid)
	f.checkInvariants()
}

func TestMoneyRefuses(t *testing.T) {
	tests := []struct {
		name   string
		owner  string
		area   uint64
		amount sdk.Coin
		closed bool

		wantDeposit, wantWithdraw error
	}{
		{name: "an owner that is no address", owner: "x", area: 1, amount: ueur(1), wantDeposit: sdkerrors.ErrInvalidAddress, wantWithdraw: sdkerrors.ErrInvalidAddress},
		{name: "a signer without an account", owner: account("eve"), area: 1, amount: ueur(1), wantDeposit: types.ErrAccountNotFound, wantWithdraw: types.ErrAccountNotFound},
		{name: "no area", owner: account("alice"), amount: ueur(1), wantDeposit: sdkerrors.ErrInvalidRequest, wantWithdraw: sdkerrors.ErrInvalidRequest},
		{name: "an area that is not there", owner: account("alice"), area: 2, amount: ueur(1), wantDeposit: types.ErrAreaNotFound, wantWithdraw: types.ErrAreaNotFound},
		{name: "nothing", owner: account("alice"), area: 1, amount: ueur(0), wantDeposit: sdkerrors.ErrInvalidRequest, wantWithdraw: sdkerrors.ErrInvalidRequest},
		{name: "no amount", owner: account("alice"), area: 1, wantDeposit: sdkerrors.ErrInvalidRequest, wantWithdraw: sdkerrors.ErrInvalidRequest},
		{name: "another denom", owner: account("alice"), area: 1, amount: sdk.NewInt64Coin("uutl", 1), wantDeposit: types.ErrWrongDenom, wantWithdraw: types.ErrWrongDenom},
		{name: "water", owner: account("alice"), area: 1, amount: sdk.NewInt64Coin("hbt/1", 1), wantDeposit: types.ErrWrongDenom, wantWithdraw: types.ErrWrongDenom},
		{name: "more than there is", owner: account("alice"), area: 1, amount: ueur(1_000_000), wantDeposit: sdkerrors.ErrInsufficientFunds, wantWithdraw: types.ErrInsufficientFunds},
		{name: "more than the area can hold", owner: account("alice"), area: 1, amount: ueur(int64(types.MaxMoney)), wantDeposit: types.ErrMoneyTooLarge, wantWithdraw: types.ErrInsufficientFunds},
		{name: "more than anything", owner: account("alice"), area: 1, amount: ueur(1<<63 - 1), wantDeposit: sdkerrors.ErrInvalidRequest, wantWithdraw: sdkerrors.ErrInvalidRequest},
		{name: "a closed area", owner: account("alice"), area: 1, amount: ueur(11), closed: true, wantDeposit: types.ErrAreaClosed, wantWithdraw: types.ErrInsufficientFunds},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, area := market(t, nil)
			f.prepay(area, "alice", 10)
			if tc.closed {
				f.closeArea(area)
			}
			before := f.state()
			_, err := f.msgs.Deposit(f.ctx, &types.MsgDeposit{Owner: tc.owner, Area: tc.area, Amount: tc.amount})
			require.ErrorIs(t, err, tc.wantDeposit)
			_, err = f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: tc.owner, Area: tc.area, Amount: tc.amount})
			require.ErrorIs(t, err, tc.wantWithdraw)
			require.Equal(t, before, f.state())
		})
	}
}
