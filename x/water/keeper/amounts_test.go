package keeper_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// valid returns a message that is accepted in a market where all accounts are rich.
func (f *fixture) valid(area uint64, name string) any {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes("mayor"), sdk.NewInt64Coin("uutl", 100_000_000))
	if name != "CreateArea" { // which refuses a denom with more than that in the world
		f.bank.Fund(f.ctx, accountBytes("alice"), sdk.NewCoin("ueur", sdkmath.NewIntFromUint64(types.MaxMoney)))
	}
	switch name {
	case "CreateArea":
		return village()
	case "UpdateArea":
		msg := update()
		msg.Issuer = ""
		return msg
	case "ProposeSource":
		return types.MsgProposeSource{
			Admin: account("mayor"), Area: area, Meter: f.addMeter(account("new"), meteridtypes.DIRECTION_PRODUCTION, f.now()),
			Class: types.SOURCE_CLASS_FIRM, CapacityLitres: 1,
		}
	case "ReportLoss":
		return types.MsgReportLoss{Producer: account("producer"), Area: area, Source: 1, EvidenceHash: make([]byte, types.EvidenceBytes)}
	case "ApproveMeter":
		return types.MsgApproveMeter{Owner: account("alice"), Area: area, Meter: f.accountOf(area, 0).Meter}
	case "Deposit":
		return types.MsgDeposit{Owner: account("alice"), Area: area}
	case "Withdraw":
		f.prepay(area, "alice", 1_000)
		return types.MsgWithdraw{Owner: account("alice"), Area: area}
	case "Sell":
		return types.MsgPlaceOrder{Owner: account("alice"), Area: area, Side: sell, Price: 7, Litres: 1}
	case "Buy":
		return types.MsgPlaceOrder{Owner: account("alice"), Area: area, Side: buy, Price: 7, Litres: 1}
	case "SetPolicy":
		return types.MsgSetPolicy{Owner: account("alice"), Area: area, Policy: types.Policy{
			SellAboveDays: 30, MinPrice: highestPrice, BuyBelowLitres: 1_500, MaxPrice: 3, Budget: 4_000,
		}}
	default:
		panic(name)
	}
}

func (f *fixture) carryOut(msg any) error {
	switch msg := msg.(type) {
	case types.MsgCreateArea:
		return second(f.msgs.CreateArea(f.ctx, &msg))
	case types.MsgUpdateArea:
		return second(f.msgs.UpdateArea(f.ctx, &msg))
	case types.MsgProposeSource:
		return second(f.msgs.ProposeSource(f.ctx, &msg))
	case types.MsgReportLoss:
		return second(f.msgs.ReportLoss(f.ctx, &msg))
	case types.MsgApproveMeter:
		return second(f.msgs.ApproveMeter(f.ctx, &msg))
	case types.MsgDeposit:
		return second(f.msgs.Deposit(f.ctx, &msg))
	case types.MsgWithdraw:
		return second(f.msgs.Withdraw(f.ctx, &msg))
	case types.MsgPlaceOrder:
		return second(f.msgs.PlaceOrder(f.ctx, &msg))
	case types.MsgSetPolicy:
		return second(f.msgs.SetPolicy(f.ctx, &msg))
	default:
		panic(fmt.Sprintf("%T", msg))
	}
}

// setAmount sets a number of a message or its policy, or the amount of its coin.
func setAmount(msg reflect.Value, field string, amount uint64) {
	v := msg.FieldByName(field)
	if !v.IsValid() {
		v = msg.FieldByName("Policy").FieldByName(field)
	}
	switch v.Kind() {
	case reflect.Uint64:
		v.SetUint(amount)
	case reflect.Int64:
		v.SetInt(int64(amount)) //nolint:gosec // at most MaxTime
	default:
		v.Set(reflect.ValueOf(sdk.NewCoin("ueur", sdkmath.NewIntFromUint64(amount))))
	}
}

// Requirement: every amount at 0, at 1, at the maximum and above. A refused message changes nothing, and after the others all invariants
// hold, then and after an auction and a period.
func TestEveryAmountAtItsBounds(t *testing.T) {
	invalid := sdkerrors.ErrInvalidRequest
	type at struct {
		amount uint64
		want   error
	}
	// The usual: minimum and maximum are accepted, one above is refused, and so is the maximum of uint64.
	from := func(lowest, highest uint64) []at {
		all := []at{{lowest, nil}, {highest, nil}, {highest + 1, invalid}, {math.MaxUint64, invalid}}
		if lowest > 0 {
			return append(all, at{0, invalid})
		}
		return append(all, at{1, nil})
	}
	prices := []at{
		{0, invalid}, {1, nil}, {999, nil}, {1_001, invalid}, {1_010, nil}, {highestPrice, nil}, {highestPrice + 1e10, invalid}, {math.MaxUint64, invalid},
	}
	tests := []struct {
		message, field string

		at []at
	}{
		{message: "CreateArea", field: "PeriodSeconds", at: []at{
			{0, invalid},
			{1, invalid},
			{uint64(enrolment) - 1, invalid},
			{uint64(enrolment), nil},
			{types.MaxPeriodSeconds, nil},
			{types.MaxPeriodSeconds + 1, invalid},
		}},
		{message: "CreateArea", field: "EnrolmentSeconds", at: append(from(uint64(day), uint64(period)), at{uint64(day) - 1, invalid})},
		{message: "CreateArea", field: "FeePerPerson", at: from(0, types.MaxPrice)},
		{message: "CreateArea", field: "LifelineLitresPerPersonDay", at: from(0, types.MaxLifelineLitres)},
		{message: "CreateArea", field: "LifelineDaysCap", at: from(1, types.MaxDays)},
		{message: "CreateArea", field: "LifelineReserveDays", at: from(1, types.MaxDays)},
		{message: "CreateArea", field: "AuctionSeconds", at: from(types.MinAuctionSeconds, types.MaxPeriodSeconds)},
		{message: "CreateArea", field: "ReserveDays", at: from(0, types.MaxDays)},
		{message: "CreateArea", field: "BasePrice", at: from(0, types.MaxPrice)},
		{message: "UpdateArea", field: "FeePerPerson", at: from(0, types.MaxPrice)},
		{message: "UpdateArea", field: "LifelineLitresPerPersonDay", at: from(0, types.MaxLifelineLitres)},
		{message: "UpdateArea", field: "LifelineDaysCap", at: from(1, types.MaxDays)},
		{message: "UpdateArea", field: "LifelineReserveDays", at: from(1, types.MaxDays)},
		{message: "UpdateArea", field: "AuctionSeconds", at: from(types.MinAuctionSeconds, types.MaxPeriodSeconds)},
		{message: "UpdateArea", field: "ReserveDays", at: from(0, types.MaxDays)},
		{message: "UpdateArea", field: "BasePrice", at: from(0, types.MaxPrice)},
		{message: "ProposeSource", field: "CapacityLitres", at: []at{
			{0, invalid},
			{1, nil},
			{types.MaxCapacity - 10_000, nil},
			{types.MaxCapacity - 9_999, types.ErrCapacityTooLarge},
			{types.MaxCapacity, types.ErrCapacityTooLarge},
			{types.MaxCapacity + 1, invalid},
			{math.MaxUint64, invalid},
		}},
		{message: "ProposeSource", field: "Remuneration", at: from(0, types.MaxPrice)},
		{message: "ReportLoss", field: "Litres", at: []at{
			{0, invalid}, {1, nil}, {200, nil}, {4_000, nil}, {4_001, types.ErrLossTooLarge}, {math.MaxUint64, types.ErrLossTooLarge},
		}},
		{message: "ApproveMeter", field: "LimitLitres", at: []at{{0, nil}, {1, nil}, {math.MaxUint64, nil}}},
		{message: "ApproveMeter", field: "Until", at: []at{
			{0, nil},
			{1, invalid},
			{uint64(start(1)), invalid},
			{uint64(start(1) + 1), nil},
			{uint64(types.MaxTime), nil},
			{uint64(types.MaxTime) + 1, invalid},
		}},
		{message: "Deposit", field: "Amount", at: []at{
			{0, invalid}, {1, nil}, {types.MaxMoney - 4, nil}, {types.MaxMoney - 3, types.ErrMoneyTooLarge}, {types.MaxMoney + 1, invalid},
		}},
		{message: "Withdraw", field: "Amount", at: []at{
			{0, invalid}, {1, nil}, {1_000, nil}, {1_001, types.ErrInsufficientFunds}, {types.MaxMoney + 1, invalid},
		}},
		{message: "Sell", field: "Price", at: prices},
		{message: "Sell", field: "Litres", at: []at{
			{0, invalid},
			{1, nil},
			{1_000, nil},
			{1_001, types.ErrInsufficientWater},
			{types.MaxLitres, types.ErrInsufficientWater},
			{types.MaxLitres + 1, invalid},
		}},
		{message: "Buy", field: "Price", at: prices},
		{message: "Buy", field: "Litres", at: []at{
			{0, invalid}, {1, nil}, {1_500, nil}, {1_501, types.ErrAboveCap}, {types.MaxLitres, types.ErrAboveCap}, {types.MaxLitres + 1, invalid},
		}},
		{message: "SetPolicy", field: "SellAboveDays", at: []at{
			{0, nil}, {1, invalid}, {6, invalid}, {7, nil}, {types.MaxDays, nil}, {types.MaxDays + 1, invalid},
		}},
		{message: "SetPolicy", field: "MinPrice", at: []at{
			{0, types.ErrPolicy}, {1, nil}, {highestPrice, nil}, {highestPrice + 1, invalid},
		}},
		{message: "SetPolicy", field: "BuyBelowLitres", at: from(0, types.MaxLitres)},
		{message: "SetPolicy", field: "MaxPrice", at: []at{
			{0, types.ErrPolicy}, {1, nil}, {4_000, nil}, {4_010, types.ErrPolicy}, {4_001, invalid}, {highestPrice + 1, invalid},
		}},
		{message: "SetPolicy", field: "Budget", at: []at{
			{0, types.ErrPolicy}, {2, types.ErrPolicy}, {3, nil}, {types.MaxMoney, nil}, {types.MaxMoney + 1, invalid},
		}},
	}
	for _, tc := range tests {
		for _, at := range tc.at {
			t.Run(fmt.Sprintf("%s/%s/%d", tc.message, tc.field, at.amount), func(t *testing.T) {
				f, area := market(t, nil)
				valid := reflect.ValueOf(f.valid(area, tc.message))
				msg := reflect.New(valid.Type()).Elem()
				msg.Set(valid)
				setAmount(msg, tc.field, at.amount)
				before := f.state()

				err := f.carryOut(msg.Interface())

				require.ErrorIs(t, err, at.want)
				f.checkInvariants()
				if at.want != nil {
					require.Equal(t, before, f.state())
					return
				}
				f.send(f.drew(area, 0, 10), f.drew(area, 1, 1_300), f.produced(area, 1, 500))
				f.pass(midnight)
				f.pass(start(2))
				require.Empty(t, f.work.Failed(f.ctx))
			})
		}
	}
}

// Requirement: a true reading is never refused, whatever its amount and whatever the household has.
func TestAReadingOfAnyAmountCounts(t *testing.T) {
	const highest = math.MaxUint64
	f, area := market(t, nil)
	f.place(area, "bob", sell, 200, 1_000) // only the escrow is left
	f.settle(area, "carol")
	for _, amount := range []uint64{0, 1, 999, 1_000, 1_001, types.MaxLitres, types.MaxLitres + 1, 1 << 62, highest} {
		f.at(f.now() + hour)
		consumed := f.areaOf(area).Ledger.Totals.ConsumedLitres
		f.send(f.drew(area, 0, amount), f.drew(area, 1, amount), f.drew(area, 2, amount))
		f.send(f.produced(area, 1, amount))
		l := f.areaOf(area).Ledger
		require.True(t, l.Totals.ConsumedLitres == highest || l.Totals.ConsumedLitres == consumed+3*amount, "all measured litres are counted")
	}
	for slot := range uint64(3) {
		require.LessOrEqual(t, f.holdingOf(area, slot).OverdraftLitres, types.MaxLitres)
	}
	f.closeArea(area)
	f.moveOut(area, "alice")
	f.pass(start(2))
	require.Empty(t, f.work.Failed(f.ctx))
}
