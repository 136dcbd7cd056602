package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

// What could be done to others in a market, and why it does not pay: the table in the chapter on trade of the README names these tests.

// setBasePrice puts terms with another base price in force, as the start of a period does.
func (f *fixture) setBasePrice(area, price uint64) {
	f.t.Helper()
	a := f.areaOf(area).Area
	a.Terms.BasePrice = price
	require.NoError(f.t, f.keeper.SetArea(f.ctx, a))
}

// An admin cannot move the price of the auction for which orders are placed, and that of the next one by a factor of two at most.
func TestTheAdminDoesNotMoveThePriceOfAnAuction(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 3, 990))
	f.prepay(area, "dave", 45_000)
	f.place(area, "alice", sell, 1, 100)
	f.setBasePrice(area, types.MaxPrice)
	f.setPolicy(area, "dave", types.Policy{BuyBelowLitres: 110, MaxPrice: 400, Budget: 45_000})
	f.setBasePrice(area, 1)
	f.pass(midnight)
	held := f.auctionOf(area, 1)
	require.Equal(t, []uint64{100, 100, 100}, []uint64{held.ReferencePrice, held.Price, held.VolumeLitres})
	require.Equal(t, uint64(50), f.areaOf(area).Market.ReferencePrice, "half of it, although the base price is 1")

	f.setBasePrice(area, types.MaxPrice)
	for i, want := range []uint64{100, 200, 400, 800} {
		f.pass(midnight + day*int64(i+1))
		require.Equal(t, want, f.areaOf(area).Market.ReferencePrice)
	}
}

// No owner pays more than its limit, nor sells for less, whatever the reference price is; a policy has a limit too.
func TestNoOrderTradesBeyondItsLimit(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 1_000))
	f.setBasePrice(area, types.MaxPrice)
	for i := range int64(8) { // the reference price is 12,800
		f.pass(midnight + i*day)
	}
	f.prepay(area, "alice", 100_000)
	f.setPolicy(area, "alice", types.Policy{BuyBelowLitres: 100, MaxPrice: 250, Budget: 100_000})
	f.place(area, "bob", sell, 10, 200)
	f.pass(f.areaOf(area).Market.AuctionAt)
	require.Equal(t, uint64(250), f.auctionOf(area, 1).Price)
	f.settleAll(area)
	require.Equal(t, uint64(100_000-100*250), f.prepaid(area, 0)+f.areaOf(area).Purse.Escrow)
}

// An order that does not trade does not move the price, and cannot be taken back: its money waits for the auction.
func TestAnOrderThatDoesNotTradeDoesNotMoveThePrice(t *testing.T) {
	price := func(orders ...func(*fixture, uint64)) uint64 {
		f, area := market(t, nil)
		f.place(area, "alice", sell, 90, 600)
		f.place(area, "bob", buy, 400, 600)
		for _, place := range orders {
			place(f, area)
		}
		f.pass(midnight)
		return f.auctionOf(area, 1).Price
	}
	want := price()
	require.Equal(t, uint64(100), want, "the reference price")
	require.Equal(t, want, price(func(f *fixture, area uint64) { f.place(area, "carol", buy, 99, 1) }), "a buyer below the price")
	require.Equal(t, want, price(func(f *fixture, area uint64) { f.place(area, "carol", buy, 99, 1_500) }), "as much as it may buy")
	require.Equal(t, want, price(func(f *fixture, area uint64) { f.place(area, "carol", sell, 399, 1) }), "a seller above the price")
	require.Equal(t, want, price(func(f *fixture, area uint64) { f.place(area, "carol", sell, highestPrice, 1_000) }))
}

// An order binds: it is not replaced, and its owner does not move out with it. There is no message that cancels one.
func TestAnOrderBinds(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", buy, 300, 10)
	require.ErrorIs(t, second(f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{
		Owner: account("alice"), Area: area, Side: buy, Price: 1, Litres: 1,
	})), types.ErrOrderBinds)
	closing := &types.MsgCloseAccount{Owner: account("alice"), Area: area}
	require.NoError(t, second(f.msgs.CloseAccount(f.ctx, closing)), "it may be announced")
	f.read(area, "alice")
	require.ErrorIs(t, second(f.msgs.CloseAccount(f.ctx, closing)), types.ErrOrderBinds)
	require.ErrorIs(t, second(f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("alice"), Area: area, Amount: ueur(1)})),
		types.ErrInsufficientFunds)
	f.setPolicy(area, "alice", types.Policy{})
	require.Equal(t, [2]uint64{300, 10}, f.orderOf(area, 0, buy))
}

// Any number of households sells and buys in one auction; no order pushes out another one.
func TestAnyNumberOfHouseholdsTradesInOneAuction(t *testing.T) {
	const sellers = 601
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 100_000, 2)
	names := make([]string, sellers+1)
	for i := range names {
		names[i] = fmt.Sprint(i)
		f.household(area, names[i], 1)
		f.subscribe(area, names[i])
	}
	f.pass(start(1))
	f.send(f.produced(area, source, 10*(sellers+1)))
	place := func(name string, side types.OrderSide, price, litres uint64) {
		_, err := f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account(name), Area: area, Side: side, Price: price, Litres: litres})
		require.NoError(t, err)
	}
	for i, name := range names[:sellers] {
		place(name, sell, 1+uint64(i)%90, 1+uint64(i)%2)
	}
	place(names[sellers], buy, 100, 150)
	f.pass(midnight)
	held := f.auctionOf(area, 1)
	require.Equal(t, []uint64{sellers + 1, 150, 901}, []uint64{held.Orders, held.VolumeLitres, held.SupplyLitres})
	for _, name := range names {
		f.settle(area, name)
	}
	f.checkInvariants()
	var sold uint64
	for slot := range uint64(sellers) {
		litres := 10 - f.balance(area, names[slot])
		require.LessOrEqual(t, litres, uint64(1), "a sixth of one or two litres, up or down: the first and the last alike")
		require.Equal(t, litres*held.Price, f.prepaid(area, slot))
		sold += litres
	}
	require.Equal(t, uint64(150), sold)
}

// Rain between order and auction, or between auction and touch, takes nothing of what was bought: it is delivered above the cap.
func TestRainTakesNothingOfWhatWasBought(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", buy, 200, 1_500) // up to its cap of 2,500
	f.place(area, "bob", sell, 200, 1_000)
	f.place(area, "carol", sell, 200, 500)
	f.at(midnight - 10)
	f.send(f.produced(area, 1, 4_000)) // 1,000 for each
	f.settle(area, "alice")
	f.checkInvariants()
	f.pass(midnight)
	f.at(midnight + 10)
	f.send(f.produced(area, 1, 2_000)) // 500 for each: the cap is reached
	require.Equal(t, uint64(2_500+1_500), f.settle(area, "alice").BalanceLitres)
	f.settleAll(area)
	require.Equal(t, uint64(2_500+1_500), f.balance(area, "alice"), "also at the next touch")
	require.Equal(t, uint64(1_500), f.holdingOf(area, 0).BoughtLitres)

	f.send(f.drew(area, 0, 2_000))
	require.Zero(t, f.holdingOf(area, 0).BoughtLitres, "what is drawn is drawn from it first")
	f.checkInvariants()
}

// Rain, drought and losses change the reference price of the auction after the next one, by a factor of two at most.
func TestTheReferencePriceIsKnownOneAuctionAhead(t *testing.T) {
	f, area := market(t, nil)
	resp := f.place(area, "alice", sell, 1, 1)
	require.Equal(t, uint64(100), resp.ReferencePrice)
	f.send(f.drew(area, 1, 1_000), f.drew(area, 2, 1_000), f.drew(area, 3, 1_000)) // 1,000 of 10,000 litres are left
	f.place(area, "bob", buy, 500, 1)
	f.pass(midnight)
	require.Equal(t, uint64(100), f.auctionOf(area, 1).Price)
	for i, want := range []uint64{400, 800, 1_000, 1_000} {
		f.pass(midnight + int64(i+1)*day)
		require.Equal(t, want, f.areaOf(area).Market.ReferencePrice)
	}
}

// Two friends who trade with each other move no reference price, and pay for the litres of others who accept their price.
func TestWashTradesMoveNoReferencePrice(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 900, 10)
	f.place(area, "bob", buy, 900, 10)
	f.pass(midnight)
	require.Equal(t, uint64(900), f.auctionOf(area, 1).Price, "alone they trade at their price")
	require.Equal(t, uint64(200), f.areaOf(area).Market.ReferencePrice, "it follows the stock")

	f.place(area, "alice", sell, 900, 10)
	f.place(area, "bob", buy, 900, 100)
	f.place(area, "carol", sell, 150, 90)
	f.pass(midnight + day)
	f.settleAll(area)
	require.Equal(t, uint64(90*900), f.prepaid(area, 2), "a stranger sells at the price that friends make")
}

// The order that comes last sees all others and still gets no better price and no larger part.
func TestNoEnvyAtOnePrice(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", buy, 300, 500)
	f.place(area, "bob", buy, 999, 500)
	f.place(area, "carol", sell, 1, 500)
	f.place(area, "dave", buy, 150, 500)
	f.pass(midnight)
	f.settleAll(area)
	for slot, name := range map[uint64]string{0: "alice", 1: "bob", 3: "dave"} {
		require.InDelta(t, 1_166, f.balance(area, name), 1, "a third of 500 each")
		bought := f.balance(area, name) - 1_000
		limit := map[uint64]uint64{0: 300, 1: 999, 3: 150}[slot]
		require.Equal(t, 500*limit-100*bought, f.prepaid(area, slot))
	}
}

// One account cannot be on both sides of one price.
func TestNoAccountTradesWithItself(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 10)
	for _, price := range []uint64{200, 999} {
		require.ErrorIs(t, second(f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{
			Owner: account("alice"), Area: area, Side: buy, Price: price, Litres: 1,
		})), types.ErrSelfTrade)
	}
	f.place(area, "alice", buy, 199, 10)
	f.pass(midnight)
	require.Zero(t, f.auctionOf(area, 1).Price)
}

// The auction reads levels, not orders: a block with it does as much work for three orders as for three thousand.
func TestTheCostOfAnAuctionDoesNotGrowWithItsOrders(t *testing.T) {
	used := func(orders uint64) uint64 {
		f, area := market(t, nil)
		f.place(area, "alice", sell, 10, 1)
		f.place(area, "bob", buy, 10, 1)
		require.NoError(t, f.keeper.FillBook(f.ctx, area, orders))
		f.at(midnight)
		before := f.ctx.GasMeter().GasConsumed()
		require.NoError(t, f.work.EndBlock(f.ctx))
		require.Equal(t, orders+2, f.auctionOf(area, 1).Orders)
		return f.ctx.GasMeter().GasConsumed() - before
	}
	const all = 2 * 9_109 // one on each level
	require.Less(t, used(1_000*all), 2*used(all), "numbers are some bytes longer")
}
