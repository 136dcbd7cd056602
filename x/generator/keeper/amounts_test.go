package keeper_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// valid prepares the state for a message, with money for the maximum amounts, and returns one that succeeds.
func (f *fixture) valid(name string) any {
	f.t.Helper()
	f.setParams(func(p *types.Params) { p.MinDepositBps, p.MinBondBps, p.MinAcceptanceHours = 0, 0, 1 })
	for _, name := range []string{"mayor", "builder", "ann", "eve"} {
		f.bank.Fund(f.ctx, accountBytes(name), coin("ueur", 1_000_000), coin(types.SolarDenom, 1<<61))
	}
	for _, name := range []string{"mayor", "builder", "ann"} { // together less than check.MaxSupply
		f.bank.Fund(f.ctx, accountBytes(name), coin("ueur", types.MaxAmount))
	}
	switch name {
	case "RequestGenerator":
		return requestMessage()
	case "PlaceBid":
		msg := bidMessage(f.requested(), "builder")
		msg.Cost, msg.UpfrontBps, msg.CommissionBps, msg.Bond, msg.TrialDays, msg.AcceptanceUnits = 1, 0, 0, 1, 1, 10
		return msg
	case "Pledge":
		return types.MsgPledge{Financier: account("ann"), Generator: f.funding()}
	case "Commission":
		return types.MsgCommission{Requester: account("mayor"), Generator: f.proved()}
	}
	id := f.village()
	chain := f.registerChain(id, 1_000)
	switch name {
	case "VotePrice":
		return types.MsgVotePrice{Owner: account("ann"), Generator: id}
	case "BuyUnits":
		return types.MsgBuyUnits{Buyer: account("eve"), Generator: id, Units: 1, MaxPrice: fifth}
	case "BuyUnits for a device":
		return types.MsgBuyUnits{Buyer: account("eve"), Generator: id, MaxPrice: fifth, Device: 7}
	case "RegisterDevice":
		msg := registerMessage(id, chain)
		msg.Device = 8
		return msg
	case "ListShares":
		return f.listMessage(id, 1, 0)
	case "TakeListing":
		mustSend(f, f.msgs.ListShares, f.listMessage(id, 400, 0))
		return types.MsgTakeListing{Taker: account("eve"), Generator: id, Listing: 1}
	default:
		panic(name)
	}
}

// send sends a message.
func (f *fixture) send(msg any) error {
	switch msg := msg.(type) {
	case types.MsgRequestGenerator:
		_, err := f.msgs.RequestGenerator(f.ctx, &msg)
		return err
	case types.MsgPlaceBid:
		_, err := f.msgs.PlaceBid(f.ctx, &msg)
		return err
	case types.MsgPledge:
		_, err := f.msgs.Pledge(f.ctx, &msg)
		return err
	case types.MsgCommission:
		_, err := f.msgs.Commission(f.ctx, &msg)
		return err
	case types.MsgVotePrice:
		_, err := f.msgs.VotePrice(f.ctx, &msg)
		return err
	case types.MsgBuyUnits:
		_, err := f.msgs.BuyUnits(f.ctx, &msg)
		return err
	case types.MsgRegisterDevice:
		_, err := f.msgs.RegisterDevice(f.ctx, &msg)
		return err
	case types.MsgListShares:
		_, err := f.msgs.ListShares(f.ctx, &msg)
		return err
	case types.MsgTakeListing:
		_, err := f.msgs.TakeListing(f.ctx, &msg)
		return err
	default:
		panic(fmt.Sprintf("%T", msg))
	}
}

// Requirement: every amount at 0, at 1, at the maximum and one above. A refused message changes nothing; after any other one all
// invariants hold.
func TestEveryAmountAtItsBounds(t *testing.T) {
	invalid := sdkerrors.ErrInvalidRequest
	type at struct {
		amount uint64
		want   error
	}
	// Usually 1 and the maximum are accepted, one above is refused, and 0 is either.
	from1 := func(highest uint64) []at { return []at{{0, invalid}, {1, nil}, {highest, nil}, {highest + 1, invalid}} }
	from0 := func(highest uint64) []at { return []at{{0, nil}, {1, nil}, {highest, nil}, {highest + 1, invalid}} }
	tests := []struct {
		message, field string

		at []at
	}{
		{message: "RequestGenerator", field: "Deposit", at: from1(types.MaxAmount)},
		{message: "RequestGenerator", field: "CapacityW", at: from1(types.MaxCapacity)},
		{message: "RequestGenerator", field: "UnitSize", at: from1(types.MaxUnitSize)},
		{message: "RequestGenerator", field: "MaxPrice", at: from1(types.MaxPrice)},
		{message: "RequestGenerator", field: "MaintenanceBps", at: from0(5_000)},
		{message: "RequestGenerator", field: "FreeUnitsPerDay", at: from0(types.MaxUnits)},
		{message: "PlaceBid", field: "Cost", at: from1(types.MaxAmount)},
		{message: "PlaceBid", field: "InstallDays", at: from1(types.MaxInstallDays)},
		{message: "PlaceBid", field: "LifeDays", at: from1(types.MaxLifeDays)},
		{message: "PlaceBid", field: "UpfrontBps", at: from0(10_000)},
		{message: "PlaceBid", field: "CommissionBps", at: from0(5_000)},
		{message: "PlaceBid", field: "AcceptanceUnits", at: []at{
			{0, invalid}, {4, types.ErrTrialTooSmall}, {5, nil}, {types.MaxAcceptanceUnits, nil}, {types.MaxAcceptanceUnits + 1, invalid},
		}},
		{message: "PlaceBid", field: "TrialDays", at: []at{{0, invalid}, {1, nil}, {366, nil}, {367, invalid}}},
		{message: "PlaceBid", field: "Bond", at: from0(types.MaxAmount)},
		{message: "PlaceBid", field: "PriceCeiling", at: []at{
			{0, invalid},
			{1, nil},
			{300_000, nil},
			{300_001, types.ErrCeilingTooHigh},
			{types.MaxPrice + 1, invalid},
		}},
		{message: "Pledge", field: "Shares", at: from1(types.TotalShares)},
		{message: "Commission", field: "AmountUsolar", at: []at{
			{0, invalid},
			{1, types.ErrTooFewTokens},
			{999_999, types.ErrTooFewTokens},
			{1_000_000, nil},
			{types.MaxAmount, nil},
			{types.MaxAmount + 1, invalid},
		}},
		{message: "VotePrice", field: "Price", at: []at{
			{0, nil}, {1, nil}, {ceiling, nil}, {ceiling + 1, types.ErrVoteTooHigh}, {types.MaxPrice + 1, invalid},
		}},
		{message: "BuyUnits", field: "Units", at: from1(types.MaxUnits)},
		{message: "BuyUnits", field: "MaxPrice", at: []at{
			{0, types.ErrPriceTooHigh},
			{1, types.ErrPriceTooHigh},
			{fifth - 1, types.ErrPriceTooHigh},
			{fifth, nil},
			{types.MaxPrice, nil},
			{types.MaxPrice + 1, invalid},
		}},
		{message: "BuyUnits for a device", field: "Units", at: from1(voucher.MaxUnits)},
		{message: "RegisterDevice", field: "Device", at: []at{{0, invalid}, {1, nil}, {math.MaxUint64, nil}}},
		{message: "RegisterDevice", field: "Length", at: []at{
			{0, invalid}, {1, nil}, {1_000, nil}, {1_001, types.ErrTooFewDigits}, {voucher.MaxLength, types.ErrTooFewDigits}, {voucher.MaxLength + 1, invalid},
		}},
		{message: "ListShares", field: "Shares", at: []at{
			{0, invalid}, {1, nil}, {6_000, nil}, {6_001, types.ErrSharesNotFree}, {types.TotalShares, types.ErrSharesNotFree}, {types.TotalShares + 1, invalid},
		}},
		{message: "ListShares", field: "PricePerShare", at: from1(types.MaxPricePerShare)},
		{message: "TakeListing", field: "Shares", at: []at{
			{0, invalid}, {1, nil}, {400, nil}, {401, types.ErrNotEnoughShares}, {types.TotalShares, types.ErrNotEnoughShares}, {types.TotalShares + 1, invalid},
		}},
	}
	for _, tc := range tests {
		for _, at := range tc.at {
			t.Run(fmt.Sprintf("%s/%s/%d", tc.message, tc.field, at.amount), func(t *testing.T) {
				f := newFixture(t)
				valid := reflect.ValueOf(f.valid(tc.message))
				msg := reflect.New(valid.Type()).Elem()
				msg.Set(valid)
				msg.FieldByName(tc.field).SetUint(at.amount)
				state := f.state()

				err := f.send(msg.Interface())

				require.ErrorIs(t, err, at.want)
				f.checkInvariants()
				if at.want != nil {
					require.Equal(t, state, f.state())
				}
			})
		}
	}
}
