package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestAPurchaseIsDividedAtOnce(t *testing.T) {
	tests := []struct {
		name  string
		price uint64
		units uint64

		wantMaintenance, wantEach, wantCarry uint64
	}{
		{
			name:  "what divides evenly",
			price: 200_000, units: 5,

			wantMaintenance: 50_000, wantEach: 95, wantCarry: 0,
		},
		{
			name:  "one unit at the least price: maintenance is rounded down, owners carry the rest",
			price: 1, units: 1,

			wantMaintenance: 0, wantEach: 0, wantCarry: 1,
		},
		{
			name:  "what does not divide is carried",
			price: 123_457, units: 3,

			wantMaintenance: 18_518, wantEach: 35, wantCarry: 1_853,
		},
		{
			name:  "the most units at the ceiling",
			price: ceiling, units: types.MaxUnits,

			wantMaintenance: 15_728_640_000, wantEach: 29_884_416, wantCarry: 0,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.village()
			f.vote(id, "ann", tc.price)
			f.bank.Fund(f.ctx, accountBytes("eve"), usolar(1<<60))
			before, had := f.purseOf(id), f.balance("eve", types.SolarDenom)
			resp := f.buy(id, tc.units, 0)

			cost := tc.price * tc.units
			require.Equal(t, &types.MsgBuyUnitsResponse{Price: tc.price, Cost: cost}, resp)
			require.Equal(t, had-int64(cost), f.balance("eve", types.SolarDenom))
			after := f.purseOf(id)
			require.Equal(t, tc.wantMaintenance, after.MaintenanceUsolar-before.MaintenanceUsolar)
			require.Equal(t, tc.wantEach, after.Acc)
			require.Equal(t, 10_000*tc.wantEach, after.Owed)
			require.Equal(t, tc.wantCarry, after.Carry)
			require.Equal(t, cost, after.Revenue)
			require.Equal(t, tc.units, after.SoldUnits)
			require.Zero(t, after.FreeUnits)
			require.Equal(t, []*types.EventUnitsBought{{Generator: id, Buyer: account("eve"), Units: tc.units, Cost: cost}},
				events[*types.EventUnitsBought](f))
		})
	}
}

func TestFreeUnitsHaveADailyQuota(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newOnTrial(kWhRequest())
	take := func(who string, units uint64) types.MsgBuyUnits {
		return types.MsgBuyUnits{Buyer: account(who), Generator: id, Units: units}
	}
	quota := func(who string) (taken, left uint64) {
		resp, err := f.queries.Quota(f.ctx, &types.QueryQuotaRequest{Generator: id, Account: account(who)})
		require.NoError(t, err)
		require.Greater(t, resp.ResetsAt, f.now())
		require.Zero(t, resp.ResetsAt%types.SecondsPerDay)
		return resp.TakenUnits, resp.LeftUnits
	}

	mustSend(f, f.msgs.BuyUnits, take("eve", freeADay-1))
	mustRefuse(f, f.msgs.BuyUnits, take("eve", 2), types.ErrQuotaUsed)
	mustSend(f, f.msgs.BuyUnits, take("eve", 1))
	mustRefuse(f, f.msgs.BuyUnits, take("eve", 1), types.ErrQuotaUsed)
	taken, left := quota("eve")
	require.Equal(t, []uint64{freeADay, 0}, []uint64{taken, left})
	mustSend(f, f.msgs.BuyUnits, take("fay", 1)) // each account has its own
	require.Equal(t, 2*freeADay-4, f.purseOf(id).FreeUnits)

	f.at((f.now()/types.SecondsPerDay+1)*types.SecondsPerDay - 1)
	mustRefuse(f, f.msgs.BuyUnits, take("eve", 1), types.ErrQuotaUsed)
	f.at(f.now() + 1)
	mustSend(f, f.msgs.BuyUnits, take("eve", freeADay))
	require.Zero(t, f.purseOf(id).SoldUnits)
	require.Zero(t, f.purseOf(id).Revenue)

	f.vote(id, "ann", 1)
	taken, left = quota("fay")
	require.Equal(t, []uint64{0, 0}, []uint64{taken, left}, "nothing is free while units cost something")

	_, err := f.queries.Quota(f.ctx, &types.QueryQuotaRequest{Generator: 9, Account: account("eve")})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
	_, err = f.queries.Quota(f.ctx, &types.QueryQuotaRequest{Generator: id, Account: "eve"})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidAddress)
}

func TestWithoutAQuotaNothingIsFree(t *testing.T) {
	f := newFixture(t)
	msg := kWhRequest()
	msg.FreeUnitsPerDay = 0
	id, _ := f.newOnTrial(msg)
	mustRefuse(f, f.msgs.BuyUnits, types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 1}, types.ErrQuotaUsed)
}

func TestAVoucherHoldsTheMoney(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.register(id)
	before := f.purseOf(id)
	first, second := f.buy(id, 5, 7), f.buy(id, 500, 7)
	require.Equal(t, &types.MsgBuyUnitsResponse{Price: fifth, Cost: 1_000_000, Voucher: 1, RefundAt: f.now() + 259_200}, first)
	require.Equal(t, uint64(2), second.Voucher)
	after := f.purseOf(id)
	require.Equal(t, uint64(101_000_000), after.Vouchers)
	after.Vouchers = 0
	require.Equal(t, before, after, "nothing is sold before a code is revealed")
	require.Equal(t, types.Voucher{
		Id: 1, Generator: id, Device: 7, Buyer: account("eve"), Units: 5, Cost: 1_000_000,
		Status: types.VOUCHER_STATUS_OPEN, BoughtAt: f.now(), DueAt: first.RefundAt,
	}, f.voucherOf(id, 1).Voucher)
	require.Equal(t, uint64(505), f.voucherOf(id, 2).StepsNeeded)
	d := f.deviceOf(id)
	require.Equal(t, []uint64{2, 505}, []uint64{d.Device.OpenVouchers, d.StepsNeeded})
	require.Equal(t, first.RefundAt, d.RefundAt)
	require.Equal(t, first.RefundAt, events[*types.EventUnitsBought](f)[0].RefundAt)
}

func TestBuyUnitsRefuses(t *testing.T) {
	tests := []struct {
		name   string
		stage  string
		change func(*types.MsgBuyUnits)

		wantErr error
	}{
		{name: "a buyer with an invalid address", change: func(m *types.MsgBuyUnits) { m.Buyer = "eve" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgBuyUnits) { m.Generator = 9 }, wantErr: types.ErrGeneratorNotFound},
		{name: "generator 0", change: func(m *types.MsgBuyUnits) { m.Generator = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "nothing", change: func(m *types.MsgBuyUnits) { m.Units = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "one unit too many", change: func(m *types.MsgBuyUnits) { m.Units = types.MaxUnits + 1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a limit beyond all prices", change: func(m *types.MsgBuyUnits) { m.MaxPrice = types.MaxPrice + 1 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a price above the limit", change: func(m *types.MsgBuyUnits) { m.MaxPrice = fifth - 1 }, wantErr: types.ErrPriceTooHigh},
		{name: "a limit of 0 while it costs something", change: func(m *types.MsgBuyUnits) { m.MaxPrice = 0 }, wantErr: types.ErrPriceTooHigh},
		{name: "more than the buyer can pay", change: func(m *types.MsgBuyUnits) { m.Units = 1_001 }, wantErr: sdkerrors.ErrInsufficientFunds},
		{name: "the most units there are", change: func(m *types.MsgBuyUnits) { m.Units = types.MaxUnits }, wantErr: sdkerrors.ErrInsufficientFunds},
		{name: "a device that does not exist", change: func(m *types.MsgBuyUnits) { m.Device = 8 }, wantErr: types.ErrDeviceNotFound},
		{name: "one unit too many for a voucher", change: func(m *types.MsgBuyUnits) { m.Device, m.Units = 7, 501 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "nothing for a device", change: func(m *types.MsgBuyUnits) { m.Device, m.Units = 7, 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "before it is commissioned", stage: "installed", wantErr: types.ErrWrongStatus},
		{name: "after its life", stage: "retired", wantErr: types.ErrWrongStatus},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := uint64(1)
			switch tc.stage {
			case "installed":
				f.funded(kWhRequest())
				f.markInstalled(id)
				f.vote(id, "ann", fifth)
			case "retired":
				f.village()
				f.retire(id)
			default:
				f.village()
				f.register(id)
			}
			msg := types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 1, MaxPrice: fifth}
			if tc.change != nil {
				tc.change(&msg)
			}
			mustRefuse(f, f.msgs.BuyUnits, msg, tc.wantErr)
		})
	}
}

func TestAUsedUpChainSellsNothing(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	chain := f.registerChain(id, 10)
	purchase := func(units uint64) types.MsgBuyUnits {
		return types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: units, MaxPrice: fifth, Device: 7}
	}
	mustRefuse(f, f.msgs.BuyUnits, purchase(11), types.ErrChainUsedUp)
	f.buy(id, 8, 7)
	f.reveal(id, f.code(chain, 8))
	mustRefuse(f, f.msgs.BuyUnits, purchase(3), types.ErrChainUsedUp)
	f.buy(id, 2, 7)
	f.reveal(id, f.code(chain, 10))
	mustRefuse(f, f.msgs.BuyUnits, purchase(1), types.ErrChainUsedUp)
}

func TestTheGreatestPurchasesDoNotWrap(t *testing.T) {
	f := newFixture(t)
	msg := kWhRequest()
	msg.MaxPrice = types.MaxPrice
	id := f.openBidding(msg)
	bid := bidMessage(id, "builder")
	bid.PriceCeiling = types.MaxPrice
	f.bid(bid, "builder")
	f.pass(7 * day)
	f.accept(id, "builder")
	f.pledge(id, "ann", types.TotalShares)
	f.markInstalled(id)
	f.commission(id)
	f.vote(id, "ann", types.MaxPrice)
	const fits = 15 // purchases of 2^60 usolar are below 2^64
	for range fits + 1 {
		f.bank.Fund(f.ctx, accountBytes("eve"), usolar(int64(types.MaxAmount)))
	}
	for range fits {
		require.Equal(t, types.MaxAmount, f.buy(id, types.MaxUnits, 0).Cost)
	}
	mustRefuse(f, f.msgs.BuyUnits, types.MsgBuyUnits{
		Buyer: account("eve"), Generator: id, Units: types.MaxUnits, MaxPrice: types.MaxPrice,
	}, types.ErrAmountTooLarge)
	require.Equal(t, f.purseOf(id).Owed, mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}).RevenueUsolar)
}
