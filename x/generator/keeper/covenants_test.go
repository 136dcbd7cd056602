package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// What owners, buyers and lessees can rely on after the commissioning, each against those who gain by breaking it.

// Requirement: votes count from the next day (UTC) on, and a purchase is at the price of its day. A majority that votes for 1, buys and votes
// back, in one transaction, pays the price of the day.
func TestAVoteDoesNotMoveThePriceOfItsDay(t *testing.T) {
	f := newFixture(t)
	id := f.village() // Ann 6,000 of 10,000 shares, the only vote
	f.bank.Fund(f.ctx, accountBytes("ann"), usolar(200_000_000))
	cheap := types.MsgVotePrice{Owner: account("ann"), Generator: id, Price: 1}

	require.Equal(t, &types.MsgVotePriceResponse{Price: fifth, NextPrice: 1}, mustSend(f, f.msgs.VotePrice, cheap))
	buy := types.MsgBuyUnits{Buyer: account("ann"), Generator: id, Units: 1_000, MaxPrice: 1}
	mustRefuse(f, f.msgs.BuyUnits, buy, types.ErrPriceTooHigh)
	buy.MaxPrice = fifth
	require.Equal(t, 1_000*fifth, mustSend(f, f.msgs.BuyUnits, buy).Cost)
	back := types.MsgVotePrice{Owner: account("ann"), Generator: id, Price: fifth}
	require.Equal(t, &types.MsgVotePriceResponse{Price: fifth, NextPrice: fifth}, mustSend(f, f.msgs.VotePrice, back))

	f.at(f.midnight(1) - 1)
	require.Equal(t, &types.MsgVotePriceResponse{Price: fifth, NextPrice: 1}, mustSend(f, f.msgs.VotePrice, cheap))
	require.Equal(t, fifth, f.priceOf(id).Price)
	require.Equal(t, fifth, f.generatorOf(id).Price)
	require.Equal(t, "1 owner of 6,000 shares voted: floor(6,000 / 6,000) = 1 usolar per kWh; from 2026-01-24 00:00:00 UTC on, and 200,000 usolar per kWh until then",
		f.priceOf(id).Explanation)
	f.at(f.midnight(1))
	require.Equal(t, uint64(1), f.priceOf(id).Price, "the price of the day is that of the votes at the end of the day before")
	require.Equal(t, &types.MsgVotePriceResponse{Price: 1, NextPrice: fifth}, mustSend(f, f.msgs.VotePrice, back),
		"and whoever votes for a low price sells at it to everybody for the day")
	require.Equal(t, uint64(1), f.buy(id, 1, 0).Price)
	f.at(f.midnight(30))
	require.Equal(t, fifth, f.buy(id, 1, 0).Price, "while nobody votes nothing has to be fixed")
}

// Requirement: as for a vote. Shares that go to an account whose vote is low do not move the price of the day either.
func TestASaleOfSharesDoesNotMoveThePriceOfItsDay(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.vote(id, "cid", 0)
	before := f.priceOf(id).Price
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 6_000, 0))
	f.take(id, 1, "cid", 6_000)

	require.Equal(t, before, f.priceOf(id).Price)
	require.Equal(t, before, f.buy(id, 1, 0).Price)
	require.Zero(t, f.priceOf(id).NextPrice)
	f.at(f.midnight(1))
	require.Zero(t, f.buy(id, 1, 0).Price)
}

// Requirement: a retirement needs three quarters of the shares and takes effect after 30 days. A majority and the arbiter cannot; three
// quarters cannot at once.
func TestAMajorityCannotRetireAtOnce(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.deliver(id)
	require.Zero(t, f.voteRetirement(id, "ann").RetiresAt, "6,000 shares do not retire it")
	mustRefuse(f, f.msgs.VoteRetirement, types.MsgVoteRetirement{Owner: account("judge"), Generator: id}, types.ErrNotOwner)
	f.pass(2 * notice)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))

	f.voteRetirement(id, "bob")
	f.pass(notice - 1)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
	f.buy(id, 1, 0)
	f.pass(1)
	require.Equal(t, types.GENERATOR_STATUS_RETIRED, f.status(id))
}

// Requirement: a retirement does not take effect before the last lease has ended.
func TestARetirementWaitsForTheLastLease(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.deliver(id)
	last := f.midnight(100)
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 10, last))
	f.take(id, 1, "eve", 10)
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 10, f.midnight(50)))
	f.take(id, 2, "eve", 10)
	f.voteRetirement(id, "ann")

	require.Equal(t, last, f.voteRetirement(id, "bob").RetiresAt)
	f.pass(last - f.now() - 1)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
	f.buy(id, 100, 0)
	require.Positive(t, mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("eve"), Generator: id, Lease: 1}).RevenueUsolar)
	f.pass(1)
	require.Equal(t, types.GENERATOR_STATUS_RETIRED, f.status(id))
}

// Requirement: while a retirement is announced, a new lease ends by it, also one of an older offer.
func TestNoLeaseOutlastsAnAnnouncedRetirement(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	f.deliver(id)
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 10, f.midnight(31)))
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 10, f.midnight(30)))
	f.voteRetirement(id, "ann")
	f.voteRetirement(id, "bob")
	f.bank.Fund(f.ctx, accountBytes("eve"), ueur(1_000))

	mustRefuse(f, f.msgs.ListShares, f.listMessage(id, 1, f.midnight(31)), types.ErrLeaseTooLong)
	mustRefuse(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("eve"), Generator: id, Listing: 1, Shares: 1}, types.ErrLeaseTooLong)
	f.take(id, 2, "eve", 10)
}

// Requirement: a lease never earns after its end, whatever the queues hold: by time, not by work. Here the work comes nine days late.
func TestALeaseNeverEarnsAfterItsEnd(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	until := f.midnight(10)
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 2_000, until))
	f.take(id, 1, "eve", 2_000)
	withdraw := types.MsgWithdraw{Account: account("eve"), Generator: id, Lease: 1}

	f.buy(id, 100, 0)
	f.at(until - 1)
	f.buy(id, 50, 0)
	earned := f.purseOf(id).Acc * 2_000
	require.Equal(t, earned, f.leaseOf(id).WithdrawableUsolar)
	f.at(until)
	require.Equal(t, earned, f.leaseOf(id).WithdrawableUsolar)
	f.buy(id, 100, 0) // in the block of the end, before its work
	require.Equal(t, earned, f.leaseOf(id).WithdrawableUsolar)
	f.at(until + 3*day)
	f.buy(id, 100, 0)
	f.at(until + 9*day)
	f.buy(id, 100, 0)
	require.Equal(t, earned, f.leaseOf(id).WithdrawableUsolar)

	require.Equal(t, earned, mustSend(f, f.msgs.Withdraw, withdraw).RevenueUsolar)
	mustRefuse(f, f.msgs.Withdraw, withdraw, types.ErrNothingToWithdraw)
	f.endBlock()

	mustRefuse(f, f.msgs.Withdraw, withdraw, types.ErrLeaseNotFound)
	require.Equal(t, earned, f.holdingOf(id, "eve").Withdrawn)
	require.Zero(t, f.holdingOf(id, "eve").Owed)
	require.Equal(t, f.purseOf(id).Acc*6_000-earned,
		mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}).RevenueUsolar, "the rest is the owner's")
}

// What a lessee has not withdrawn is owed to its holding after the work, and only the lessee can withdraw it.
func TestTheRestOfALeaseIsOwedToTheLessee(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	until := f.midnight(10)
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 2_000, until))
	f.take(id, 1, "eve", 2_000)
	f.buy(id, 100, 0)
	mustRefuse(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id, Lease: 1}, types.ErrNotLessee)
	mustRefuse(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("eve"), Generator: id, Lease: 2}, types.ErrLeaseNotFound)
	mustRefuse(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("eve"), Generator: id}, types.ErrHoldingNotFound)
	earned := f.purseOf(id).Acc * 2_000

	f.pass(until - f.now())

	require.Equal(t, earned, mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("eve"), Generator: id}).RevenueUsolar)
}

// Values of acc are stored only for leases that have ended and are not settled, and go with the last of them.
func TestTheHistoryOfTheIndexDoesNotGrow(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	first, second := f.midnight(10), f.midnight(20)
	for i, until := range []int64{first, first, second} {
		mustSend(f, f.msgs.ListShares, f.listMessage(id, 100, until))
		f.take(id, uint64(i)+1, "eve", 100)
	}
	for range 15 { // sales while leases run, and after some have ended in time
		f.buy(id, 1, 0)
		f.pass(day)
		require.Zero(t, f.storedDays())
	}
	for range 15 { // the work of the third comes late
		f.buy(id, 1, 0)
		f.at(f.now() + day)
	}
	require.Equal(t, 1, f.storedDays())
	f.endBlock()
	require.Zero(t, f.storedDays())
}

// leaseOf returns the only lease of a generator.
func (f *fixture) leaseOf(generator uint64) types.LeaseView {
	f.t.Helper()
	resp, err := f.queries.Leases(f.ctx, &types.QueryLeasesRequest{Generator: generator})
	require.NoError(f.t, err)
	require.Len(f.t, resp.Leases, 1)
	return resp.Leases[0]
}

// storedDays returns the number of days whose index is stored.
func (f *fixture) storedDays() (n int) {
	f.t.Helper()
	g, err := f.keeper.ExportGenesis(sdk.UnwrapSDKContext(f.ctx))
	require.NoError(f.t, err)
	return len(g.DayIndexes)
}
