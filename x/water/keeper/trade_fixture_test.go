package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

const (
	buy  = types.ORDER_SIDE_BUY
	sell = types.ORDER_SIDE_SELL

	// midnight is when the first auction of a village in its first period is held.
	midnight = noon + 2*enrolment + day/2
)

// traders live alone in the village of the tests of trade, in the slots 0 to 3.
var traders = []string{"alice", "bob", "carol", "dave"}

// market returns a village in its first period: a reservoir of 10,000 litres with 4,000 in it, and four households, each with 1,000 of
// them, 999,999 ueur, and a cap of 2,500. The reference price of the first auction is 100, that of the next one 200.
func market(t testing.TB, params func(*types.Params)) (f *fixture, area uint64) {
	t.Helper()
	f = newFixture(t)
	if params != nil {
		f.setParams(params)
	}
	area = f.create(village())
	source := f.source(area, "producer", 10_000, 2)
	for _, name := range traders {
		f.household(area, name, 1)
		f.subscribe(area, name)
	}
	f.pass(start(1))
	f.send(f.produced(area, source, 4_000))
	for _, name := range traders {
		require.Equal(t, uint64(1_000), f.settle(area, name).BalanceLitres)
	}
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	return f, area
}

// place places an order and checks the invariants.
func (f *fixture) place(area uint64, owner string, side types.OrderSide, price, litres uint64) *types.MsgPlaceOrderResponse {
	f.t.Helper()
	resp, err := f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account(owner), Area: area, Side: side, Price: price, Litres: litres})
	require.NoError(f.t, err)
	f.checkInvariants()
	return resp
}

// setPolicy gives an account standing instructions and checks the invariants.
func (f *fixture) setPolicy(area uint64, owner string, p types.Policy) {
	f.t.Helper()
	_, err := f.msgs.SetPolicy(f.ctx, &types.MsgSetPolicy{Owner: account(owner), Area: area, Policy: p})
	require.NoError(f.t, err)
	f.checkInvariants()
}

// prepay puts money into an account.
func (f *fixture) prepay(area uint64, owner string, amount int64) {
	f.t.Helper()
	_, err := f.msgs.Deposit(f.ctx, &types.MsgDeposit{Owner: account(owner), Area: area, Amount: ueur(amount)})
	require.NoError(f.t, err)
	f.checkInvariants()
}

// orderOf returns price and litres of an order, 0 and 0 if there is none.
func (f *fixture) orderOf(area, slot uint64, side types.OrderSide) [2]uint64 {
	f.t.Helper()
	o, _, err := f.keeper.Order(f.ctx, area, side, slot)
	require.NoError(f.t, err)
	return [2]uint64{o.Price, o.Litres}
}

// auctionOf returns a past auction; the zero Auction if it is not stored.
func (f *fixture) auctionOf(area, number uint64) types.Auction {
	f.t.Helper()
	a, err := f.keeper.AuctionIn(f.ctx, area, number)
	require.NoError(f.t, err)
	return a
}

// levels returns the number of levels that are stored of an auction.
func (f *fixture) levels(area, number uint64) int {
	f.t.Helper()
	n, err := f.keeper.LevelsOf(f.ctx, area, number)
	require.NoError(f.t, err)
	return n
}

// settleAll touches all traders.
func (f *fixture) settleAll(area uint64) {
	f.t.Helper()
	for _, name := range traders {
		f.settle(area, name)
	}
	f.checkInvariants()
}

// money returns the coins of an owner in the bank.
func (f *fixture) money(owner string) uint64 {
	return f.bank.GetBalance(f.ctx, accountBytes(owner), "ueur").Amount.Uint64()
}

// prepaid returns the prepaid money of an account.
func (f *fixture) prepaid(area, slot uint64) uint64 {
	f.t.Helper()
	return f.accountOf(area, slot).Prepaid
}

func second[T any](_ T, err error) error { return err }
