package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

// One price, surplus returned, and every unit of money and water where it belongs after each step.
func TestAnAuctionTradesAtOnePrice(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 100, 600)
	f.place(area, "bob", sell, 200, 300)
	f.place(area, "carol", buy, 400, 500)
	f.place(area, "dave", buy, 240, 200)
	require.Equal(t, uint64(500*400+200*240), f.areaOf(area).Purse.Escrow)
	require.Equal(t, uint64(900), f.areaOf(area).Ledger.EscrowLitres)
	before := f.areaOf(area)
	f.pass(midnight - 1)
	require.Equal(t, before, f.areaOf(area), "not before its time")

	// 700 are wanted at 240 and below, 900 offered at 200 and above: the price is 200 to 240, the nearest to the reference of 250.
	f.pass(midnight)
	require.Equal(t, types.Auction{
		Area: area, Number: 1, HeldAt: midnight, Price: 240, VolumeLitres: 700, BuyLitres: 700, SellLitres: 900, ReferencePrice: 250,
		FilledOrders: 4,
	}, f.auctionOf(area, 1))
	require.Equal(t, []uint64{400, 700, 1_500, 1_200},
		[]uint64{f.balance(area, "alice"), f.balance(area, "bob"), f.balance(area, "carol"), f.balance(area, "dave")})
	require.Equal(t, []uint64{600 * 240, 100 * 240, 500 * 160, 0},
		[]uint64{f.prepaid(area, 0), f.prepaid(area, 1), f.prepaid(area, 2), f.prepaid(area, 3)})
	require.Equal(t, [2]uint64{200, 200}, f.orderOf(area, 1, sell), "the unfilled part rests")
	require.Zero(t, f.orderOf(area, 0, sell))
	require.Zero(t, f.orderOf(area, 2, buy))

	after := f.areaOf(area)
	require.Zero(t, after.Purse.Escrow)
	require.Equal(t, uint64(200), after.Ledger.EscrowLitres)
	require.Equal(t, uint64(700), after.Ledger.Totals.TradedLitres)
	require.Equal(t, before.Ledger.SupplyLitres, after.Ledger.SupplyLitres, "trade makes and destroys nothing")
	require.Equal(t, []uint64{0, 1, uint64(midnight + day)},
		[]uint64{after.Counters.BuyOrders, after.Counters.SellOrders, uint64(after.Counters.AuctionAt)})
	require.Equal(t, uint64(1_500), f.valveOf(f.accountOf(area, 2).Meter).LitresLeft, "the valve is up to date")
	require.Len(t, events[*types.EventOrderFilled](f), 4)
}

// At the margin an order is divided in proportion: 100 litres among sellers of 100, 200 and 300.
func TestTheMarginIsRationed(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", sell, 200, 200)
	f.place(area, "carol", sell, 200, 300)
	f.place(area, "dave", buy, 200, 100)
	f.pass(midnight)
	rests := []uint64{f.orderOf(area, 0, sell)[1], f.orderOf(area, 1, sell)[1], f.orderOf(area, 2, sell)[1]}
	require.InDelta(t, 100-16, rests[0], 1)
	require.InDelta(t, 200-33, rests[1], 1)
	require.InDelta(t, 300-50, rests[2], 1)
	require.Equal(t, uint64(500), rests[0]+rests[1]+rests[2])
	require.Equal(t, uint64(100*200), f.prepaid(area, 0)+f.prepaid(area, 1)+f.prepaid(area, 2))
}

func TestAnAuctionNeedsBothSides(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.pass(midnight)
	require.Zero(t, f.areaOf(area).Counters.Auctions)
	require.Equal(t, midnight+day, f.areaOf(area).Counters.AuctionAt)

	f.place(area, "bob", buy, 199, 100)
	f.pass(midnight + day)
	require.Equal(t, types.Auction{
		Area: area, Number: 1, HeldAt: midnight + day, BuyLitres: 100, SellLitres: 100, ReferencePrice: 250,
	}, f.auctionOf(area, 1), "they do not agree")
	require.Equal(t, [2]uint64{199, 100}, f.orderOf(area, 1, buy))
	require.Equal(t, midnight+2*day, f.areaOf(area).Counters.AuctionAt)
}

func TestAPurchaseRepaysTheOverdraftFirst(t *testing.T) {
	f, area := market(t, nil)
	f.send(f.drew(area, 0, 1_300))
	f.place(area, "alice", buy, 300, 500)
	f.place(area, "bob", sell, 300, 500)
	before := f.areaOf(area).Ledger
	f.pass(midnight)
	require.Equal(t, uint64(200), f.balance(area, "alice"))
	require.Zero(t, f.holdingOf(area, 0).OverdraftLitres)
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
	f.cancel(area, "alice", sell)
	require.Zero(t, f.holdingOf(area, 0).OverdraftLitres)
	require.Equal(t, uint64(500), f.balance(area, "alice"))
}

// A household whose cap has shrunk does not buy litres that it would lose at once.
func TestAnOrderAboveTheCapIsTrimmed(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", buy, 100, 1_500)
	f.at(midnight - 10)
	f.send(f.produced(area, 1, 4_000))
	f.settle(area, "alice")
	f.checkInvariants()
	require.Equal(t, [2]uint64{100, 500}, f.orderOf(area, 0, buy))
	require.Equal(t, uint64(100_000), f.prepaid(area, 0))

	f.at(midnight - 9)
	f.send(f.produced(area, 1, 2_000))
	f.settle(area, "alice")
	require.Zero(t, f.orderOf(area, 0, buy))
	require.Equal(t, uint64(150_000), f.prepaid(area, 0))
	f.checkInvariants()
}

// Small budgets clear a book over several blocks, with the result of one.
func TestClearingAcrossBlocksIsClearingAtOnce(t *testing.T) {
	const households = 40
	cleared := func(budget uint64) (f *fixture, area uint64, blocks int) {
		f = newFixture(t)
		area = f.create(village())
		source := f.source(area, "producer", 100_000, 2)
		for i := range households {
			f.household(area, fmt.Sprint(i), 1)
			f.subscribe(area, fmt.Sprint(i))
		}
		f.pass(start(1))
		f.send(f.produced(area, source, 40_000))
		for i := range uint64(households) {
			if i%2 == 0 {
				f.send(f.drew(area, i, 100*(i%3)))
				f.place(area, fmt.Sprint(i), sell, 200+i, 100+i)
			} else {
				f.place(area, fmt.Sprint(i), buy, 260-i, 90+i)
			}
		}
		f.at(midnight)
		f.work.SetBudget(f.ctx, budget)
		for blocks = 1; ; blocks++ {
			f.endBlock()
			running, err := f.keeper.IsClearing(f.ctx, area)
			require.NoError(t, err)
			if !running {
				f.work.SetBudget(f.ctx, 2_000)
				return f, area, blocks
			}
			_, err = f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("0"), Area: area, Side: sell, Price: 1, Litres: 1})
			require.ErrorIs(t, err, types.ErrClearing)
		}
	}
	once, area, blocks := cleared(2_000)
	require.Equal(t, 1, blocks)
	require.Greater(t, once.auctionOf(area, 1).FilledOrders, uint64(30))
	want := once.state()
	for _, budget := range []uint64{16, 17, 23} {
		f, _, blocks := cleared(budget)
		require.Greater(t, blocks, 1, "budget %d", budget)
		require.Equal(t, want, f.state(), "budget %d", budget)
	}
}

// Between the blocks of an auction the book does not change, and readings are counted.
func TestBetweenTheBlocksOfAnAuction(t *testing.T) {
	f, area := market(t, nil)
	f.work.SetBudget(f.ctx, 16)
	source := uint64(1)
	for i := range 16 {
		f.household(area, fmt.Sprint(i), 1)
	}
	f.prepay(area, "dave", 10_000)
	f.setPolicy(area, "dave", types.Policy{BuyBelowLitres: 1_500, MaxPrice: 5, Budget: 5_000})
	f.place(area, "alice", sell, 10, 20)
	f.place(area, "bob", sell, 10, 980)
	f.place(area, "carol", buy, 20, 1_000)
	for i := range uint64(16) {
		f.send(f.drew(area, 4+i, 10)) // they have no tokens: each can buy its overdraft
		f.bank.Fund(f.ctx, accountBytes(fmt.Sprint(i)), ueur(1_000))
		f.place(area, fmt.Sprint(i), buy, 20, 10)
	}
	f.at(midnight)
	f.endBlock()
	running, err := f.keeper.IsClearing(f.ctx, area)
	require.NoError(t, err)
	require.True(t, running)

	refusals := []struct {
		name string
		try  error
	}{
		{"an order", second(f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("alice"), Area: area, Side: buy, Price: 1, Litres: 1}))},
		{"a cancellation", second(f.msgs.CancelOrder(f.ctx, &types.MsgCancelOrder{Owner: account("alice"), Area: area, Side: sell}))},
		{"a policy", second(f.msgs.SetPolicy(f.ctx, &types.MsgSetPolicy{Owner: account("alice"), Area: area}))},
		{"a farewell", second(f.msgs.CloseAccount(f.ctx, &types.MsgCloseAccount{Owner: account("alice"), Area: area}))},
		{"a sale of the meter", f.sink.MeterTransferred(f.ctx, f.meters.Get(f.ctx, f.accountOf(area, 0).Meter), f.meters.Get(f.ctx, 1))},
	}
	for _, r := range refusals {
		require.ErrorIs(t, r.try, types.ErrClearing, r.name)
	}
	order := f.orderOf(area, 3, buy)
	f.send(f.drew(area, 3, 100), f.drew(area, 0, 5), f.produced(area, source, 500))
	require.Equal(t, order, f.orderOf(area, 3, buy), "policies wait")
	f.prepay(area, "dave", 1)

	f.endBlock()
	running, err = f.keeper.IsClearing(f.ctx, area)
	require.NoError(t, err)
	require.False(t, running)
	f.cancel(area, "dave", buy)
}

func second[T any](_ T, err error) error { return err }

func TestPastAuctionsAreForgotten(t *testing.T) {
	f, area := market(t, func(p *types.Params) { p.AuctionRetention = 3 })
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 100, 1)
	for i := range int64(5) {
		f.pass(midnight + i*day)
	}
	require.Zero(t, f.auctionOf(area, 2))
	require.Equal(t, uint64(3), f.auctionOf(area, 3).Number)
	require.Equal(t, uint64(5), f.auctionOf(area, 5).Number)

	f.setParams(func(p *types.Params) { p.AuctionRetention = 1 })
	f.pass(midnight + 5*day)
	require.Zero(t, f.auctionOf(area, 4))
	require.Equal(t, uint64(5), f.auctionOf(area, 5).Number, "a smaller retention is reached step by step")
	f.pass(midnight + 6*day)
	require.Zero(t, f.auctionOf(area, 6))
	require.Equal(t, uint64(7), f.auctionOf(area, 7).Number)
}

func TestAClosedAreaStillTradesWhatRests(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 200, 60)
	f.place(area, "carol", buy, 100, 60)
	f.closeArea(area)
	f.pass(midnight)
	require.Equal(t, uint64(60), f.auctionOf(area, 1).VolumeLitres)
	f.cancel(area, "carol", buy)
	f.cancel(area, "alice", sell)
	_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("alice"), Area: area, Amount: ueur(12_000)})
	require.NoError(t, err)
	f.checkInvariants()
}

func TestWhoMovesOutTakesItsOrdersAlong(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "alice", buy, 100, 60)
	require.Equal(t, uint64(1_000), f.moveOut(area, "alice").ReturnedLitres)
	require.Equal(t, uint64(6_000), f.accountOf(area, 0).Prepaid)
	require.Zero(t, f.areaOf(area).Counters.BuyOrders+f.areaOf(area).Counters.SellOrders)
	f.checkInvariants()

	meter := f.accountOf(area, 1).Meter
	f.place(area, "bob", buy, 100, 60)
	require.NoError(t, f.meters.Transfer(f.ctx, meter, account("eve")))
	f.checkInvariants()
	_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Owner: account("bob"), Area: area, Amount: ueur(6_000)})
	require.NoError(t, err, "whose account was closed by another can still withdraw")
	require.Equal(t, uint64(999_999), f.money("bob"))
	f.checkInvariants()
}
