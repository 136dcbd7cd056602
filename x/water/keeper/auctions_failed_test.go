package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// An auction that fails changes nothing. The book stays open, and the auction is held when it is retried.
func TestAnAuctionFailsAndIsRetried(t *testing.T) {
	f, area := market(t, nil)
	f.place(area, "alice", sell, 200, 100)
	f.place(area, "bob", buy, 200, 60)
	f.at(midnight)
	f.bank.Down = true
	ledger := f.areaOf(area)
	f.endBlock()
	f.bank.Down = false
	require.Contains(t, events[*worktypes.EventWorkFailed](f)[0].Failed.Reason, fake.ErrBankDown.Error())
	require.Equal(t, ledger, f.areaOf(area))
	f.place(area, "carol", buy, 210, 10)
	f.pass(midnight + day)
	require.Zero(t, f.areaOf(area).Counters.Auctions, "it is kept until a retry")

	retry(t, f, area)
	f.endBlock()
	require.Equal(t, uint64(70), f.auctionOf(area, 1).VolumeLitres)
	require.Equal(t, midnight+2*day, f.areaOf(area).Counters.AuctionAt)
}

// One that fails half-way stays as it is after the last block, and goes on from there.
func TestAnAuctionFailsHalfWay(t *testing.T) {
	f, area := market(t, nil)
	f.work.SetBudget(f.ctx, 16)
	for i := range uint64(20) {
		f.household(area, fmt.Sprint(i), 1)
		f.send(f.drew(area, 4+i, 10))
		f.bank.Fund(f.ctx, accountBytes(fmt.Sprint(i)), ueur(1_000))
		f.place(area, fmt.Sprint(i), buy, 20, 10)
	}
	f.place(area, "alice", sell, 10, 200)
	f.place(area, "carol", buy, 10, 1)
	f.at(midnight)
	f.endBlock()
	half := f.areaOf(area)
	require.Equal(t, uint64(7), half.Counters.BuyOrders, "14 of 20 have got theirs; carol gets nothing")
	f.bank.Down = true
	f.endBlock()
	f.bank.Down = false
	require.Equal(t, half, f.areaOf(area))
	require.ErrorIs(t, second(f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{
		Owner: account("carol"), Area: area, Side: sell, Price: 1, Litres: 1,
	})), types.ErrClearing)

	retry(t, f, area)
	f.endBlock()
	require.Equal(t, []uint64{1, 0}, []uint64{f.areaOf(area).Counters.BuyOrders, f.areaOf(area).Counters.SellOrders})
	require.Equal(t, uint64(200), f.areaOf(area).Ledger.Totals.TradedLitres)
	require.Equal(t, uint64(200*20), f.prepaid(area, 0))
	require.Equal(t, uint64(1*10), f.areaOf(area).Purse.Escrow)
}

func retry(t *testing.T, f *fixture, area uint64) {
	t.Helper()
	require.NoError(t, f.work.Retry(f.ctx, types.ModuleName, area, "auction", 0))
	f.checkInvariants()
}
