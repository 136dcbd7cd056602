package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

// One price, surplus returned, and every unit of money and water where it belongs after each step.
func TestAnAuctionTradesAtOnePrice(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 100, 600)
	f.place(area, "bob", sell, 210, 300)
	f.place(area, "carol", buy, 400, 500)
	f.place(area, "dave", buy, 240, 200)
	require.Equal(t, uint64(500*400+200*240), f.areaOf(area).Purse.Escrow)
	require.Equal(t, uint64(900), f.areaOf(area).Ledger.EscrowLitres)
	before := f.areaOf(area)
	f.pass(midnight - 1)
	require.Equal(t, before, f.areaOf(area), "not before its time")

	// 700 are wanted at 240 and below, 900 offered at 210 and above: the price is 210 to 240, the nearest to the reference of 100.
	f.pass(midnight)
	held := types.Auction{
		Area: area, Number: 1, HeldAt: midnight, Price: 210, VolumeLitres: 700, DemandLitres: 700, SupplyLitres: 900, ReferencePrice: 100,
		Orders: 4, UnsettledOrders: 4,
	}
	require.Equal(t, held, f.auctionOf(area, 1))
	require.Equal(t, before.Purse, f.areaOf(area).Purse, "no account is touched")
	require.Empty(t, events[*types.EventOrderSettled](f))
	require.Equal(t, uint64(700), f.areaOf(area).Ledger.Totals.TradedLitres)

	f.settleAll(area)
	require.Equal(t, []uint64{1_000 - 467, 1_000 - 233, 1_500, 1_200},
		[]uint64{f.balance(area, "alice"), f.balance(area, "bob"), f.balance(area, "carol"), f.balance(area, "dave")},
		"the sellers share what is bought by 600 and 300")
	require.Equal(t, []uint64{467 * 210, 233 * 210, 500 * 190, 200 * 30},
		[]uint64{f.prepaid(area, 0), f.prepaid(area, 1), f.prepaid(area, 2), f.prepaid(area, 3)})
	for slot := range uint64(4) {
		require.Zero(t, f.orderOf(area, slot, sell))
		require.Zero(t, f.orderOf(area, slot, buy))
	}

	after := f.areaOf(area)
	require.Zero(t, after.Purse.Escrow)
	require.Zero(t, after.Ledger.EscrowLitres)
	require.Equal(t, before.Ledger.SupplyLitres, after.Ledger.SupplyLitres, "trade makes and destroys nothing")
	require.Equal(t, types.Market{Area: area, Auctions: 1, AuctionAt: midnight + day, ReferencePrice: 200}, after.Market)
	require.Equal(t, uint64(1_500), f.valveOf(f.accountOf(area, 2).Meter).LitresLeft, "the valve is up to date")
	settled := events[*types.EventOrderSettled](f)
	require.Len(t, settled, 4)
	require.Equal(t, &types.EventOrderSettled{
		Area: area, Side: sell, Auction: 1, Litres: 467, Value: ueur(467 * 210), ReturnedLitres: 133, Returned: ueur(0),
	}, settled[0])
	require.Equal(t, &types.EventOrderSettled{
		Area: area, Side: buy, Slot: 3, Auction: 1, Litres: 200, Value: ueur(200 * 210), Returned: ueur(200 * 30),
	}, settled[3])

	f.pass(midnight + 1)
	held.UnsettledOrders = 0
	require.Equal(t, held, f.auctionOf(area, 1), "the record stays")
	require.Zero(t, f.levels(area, 1), "its levels are forgotten")
}

// Whoever is touched first, each gets the same, and nothing is left over.
func TestTheOrderOfTouchesMakesNoDifference(t *testing.T) {
	settled := func(names ...string) map[string]string {
		f, area := market(t, nil)
		f.place(area, "alice", sell, 200, 101)
		f.place(area, "bob", sell, 150, 203)
		f.place(area, "carol", sell, 200, 307)
		f.place(area, "dave", buy, 200, 100)
		f.pass(midnight)
		for _, name := range names {
			f.settle(area, name)
			f.checkInvariants()
		}
		require.Zero(t, f.areaOf(area).Purse.Escrow)
		require.Zero(t, f.areaOf(area).Ledger.EscrowLitres)
		return f.state()
	}
	want := settled("alice", "bob", "carol", "dave")
	require.Equal(t, want, settled("dave", "carol", "bob", "alice"))
	require.Equal(t, want, settled("bob", "dave", "alice", "carol"))
}

func TestAnAuctionWithOneSideReturnsTheEscrow(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.pass(midnight)
	require.Equal(t, types.Auction{
		Area: area, Number: 1, HeldAt: midnight, ReferencePrice: 100, Orders: 1, UnsettledOrders: 1,
	}, f.auctionOf(area, 1))
	require.Equal(t, uint64(1_000), f.settle(area, "alice").BalanceLitres)

	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 199, 100)
	f.pass(midnight + day)
	require.Zero(t, f.auctionOf(area, 2).Price, "they do not agree")
	f.settleAll(area)
	require.Equal(t, uint64(19_900), f.prepaid(area, 1))
	require.Equal(t, uint64(1_000), f.balance(area, "alice"))
}

// Time passes without orders: only the reference price moves.
func TestAnAuctionWithoutOrdersLeavesNoRecord(t *testing.T) {
	f, area := market(t, nil)
	f.pass(midnight)
	f.pass(midnight + day)
	require.Empty(t, events[*types.EventAuctionHeld](f))
	require.Equal(t, types.Market{Area: area, AuctionAt: midnight + 2*day, ReferencePrice: 250}, f.areaOf(area).Market)
	f.place(area, "alice", sell, 200, 100)
	f.pass(midnight + 2*day)
	require.Equal(t, uint64(250), f.auctionOf(area, 1).ReferencePrice)
}

func TestAPurchaseRepaysTheOverdraftFirst(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 1_300))
	f.place(area, "alice", buy, 300, 500)
	f.place(area, "bob", sell, 300, 500)
	before := f.areaOf(area).Ledger
	f.pass(midnight)
	f.settleAll(area)
	require.Equal(t, uint64(200), f.balance(area, "alice"))
	require.Zero(t, f.holdingOf(area, 0).OverdraftLitres)
	require.Equal(t, uint64(200), f.holdingOf(area, 0).BoughtLitres)
	after := f.areaOf(area).Ledger
	require.Equal(t, before.SupplyLitres-300, after.SupplyLitres, "litres that repay an overdraft are burned")
	require.Zero(t, after.OverdraftLitres)
	require.Equal(t, uint64(150_000), f.prepaid(area, 1))
	require.Equal(t, types.VALVE_STATE_OPEN, f.valveOf(f.accountOf(area, 0).Meter).State)
}

func TestAnOfferThatComesBackRepaysTheOverdraftFirst(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 300, 600)
	f.send(f.drew(area, 0, 500))
	require.Equal(t, uint64(100), f.holdingOf(area, 0).OverdraftLitres, "litres on sale are not drawn")
	f.pass(midnight)
	f.settle(area, "alice")
	require.Zero(t, f.holdingOf(area, 0).OverdraftLitres)
	require.Equal(t, uint64(500), f.balance(area, "alice"))
}

func TestPastAuctionsAreForgotten(t *testing.T) {
	f, area := market(t, func(p *types.Params) { p.AuctionRetention = 3 })
	for i := range int64(5) {
		f.place(area, "alice", sell, 200, 100)
		if i == 1 {
			f.place(area, "bob", buy, 100, 1) // bob is not touched for a long time
		}
		f.pass(midnight + i*day)
	}
	require.Zero(t, f.auctionOf(area, 1))
	require.Equal(t, uint64(1), f.auctionOf(area, 2).UnsettledOrders, "a record is kept while an order needs it")
	require.Equal(t, uint64(3), f.auctionOf(area, 3).Number)
	f.settle(area, "bob")
	f.pass(midnight + 4*day + 1)
	require.Zero(t, f.auctionOf(area, 2), "and not longer")
	require.Zero(t, f.levels(area, 2))

	f.setParams(func(p *types.Params) { p.AuctionRetention = 1 })
	for i := range int64(2) {
		f.place(area, "alice", sell, 200, 100)
		f.pass(midnight + (5+i)*day)
	}
	require.Zero(t, f.auctionOf(area, 5), "a smaller retention is reached step by step")
	require.Zero(t, f.auctionOf(area, 6))
	require.Equal(t, uint64(7), f.auctionOf(area, 7).Number)
}

func TestAClosedAreaHoldsItsLastAuction(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 200, 60)
	f.closeArea(area)
	f.pass(midnight)
	require.Equal(t, uint64(60), f.auctionOf(area, 1).VolumeLitres)
	require.Zero(t, f.areaOf(area).Market.AuctionAt)
	f.settleAll(area)
	_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("alice"), Area: area, Amount: ueur(12_000)})
	require.NoError(t, err)
	f.checkInvariants()
}

// A household cannot move out while it has an order in the next auction. If its meter is transferred, the
// money that comes of the order is its own, and litres go to the others.
func TestAnOrderBindsBeyondMovingOut(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	closing := &types.MsgCloseAccount{Owner: account("alice"), Area: area}
	require.NoError(t, second(f.msgs.CloseAccount(f.ctx, closing)))
	f.read(area, "alice")
	_, err := f.msgs.CloseAccount(f.ctx, closing)
	require.ErrorIs(t, err, types.ErrOrderBinds)

	f.place(area, "bob", sell, 200, 100)
	f.place(area, "carol", buy, 200, 150)
	for _, slot := range []uint64{1, 2} {
		require.NoError(t, f.meters.Transfer(f.ctx, f.accountOf(area, slot).Meter, account("eve")))
		f.checkInvariants()
	}
	require.Zero(t, f.balance(area, "bob"))
	f.pass(midnight)
	supply := f.areaOf(area).Ledger.SupplyLitres
	for _, owner := range []string{"bob", "carol"} {
		f.settle(area, owner)
		require.Zero(t, f.balance(area, owner), "a closed account has no tokens")
	}
	require.Equal(t, supply, f.areaOf(area).Ledger.SupplyLitres, "they are those of the others")
	require.Zero(t, f.prepaid(area, 2), "all of carol's escrow was paid")
	require.Equal(t, uint64(75*200), f.prepaid(area, 1))
	_, err = f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("bob"), Area: area, Amount: ueur(75 * 200)})
	require.NoError(t, err)
	f.settle(area, "alice")
	resp, err := f.msgs.CloseAccount(f.ctx, closing)
	require.NoError(t, err)
	require.True(t, resp.Closed)
	require.Equal(t, uint64(75*200), f.prepaid(area, 0))
	f.checkInvariants()
}
