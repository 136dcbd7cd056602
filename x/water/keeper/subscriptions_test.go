package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// subscribeTo subscribes a funded owner to some periods.
func (f *fixture) subscribeTo(area uint64, owner string, periods uint64) error {
	msg := subscription(area, owner)
	msg.Periods = periods
	f.bank.Fund(f.ctx, accountBytes(owner), ueur(1_000))
	_, err := f.msgs.Subscribe(f.ctx, msg)
	return err
}

// An account that paid for periods ahead takes part in each of them, at the fee that it paid, and no block work is due for it.
func TestSubscriptionsAhead(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.FeePerPerson = 10
	area := f.create(msg)
	source := f.source(area, "producer", 10_000, 4)
	f.household(area, "alice", 2)
	require.NoError(t, f.subscribeTo(area, "alice", 3))
	change := update()
	change.Issuer, change.FeePerPerson, change.LifelineLitresPerPersonDay = "", 50, 0
	require.NoError(t, second(f.msgs.UpdateArea(f.ctx, &change)))
	for n := uint64(1); n <= 3; n++ {
		require.Equal(t, []uint64{1, 2, 20}, []uint64{f.periodOf(area, n).Subscribers, f.periodOf(area, n).Persons, f.periodOf(area, n).Pot})
		f.pass(start(int64(n)))
		f.send(f.produced(area, source, 100))
	}
	f.pass(start(4))
	f.send(f.produced(area, source, 100))
	f.settle(area, "alice")
	require.Equal(t, uint64(300), f.balance(area, "alice"), "of the periods that it paid for")
	require.Equal(t, uint64(3*(20-4)), f.accountOf(area, 0).Prepaid, "less what the producer earned")
	require.Equal(t, types.Subscription{}, f.holdingOf(area, 0).Subscription)
	require.Zero(t, f.areaOf(area).Purse.Refunds)
	f.checkInvariants()
}

// Whatever an admin announces, and whichever source it names, until a period starts everyone leaves it with all that was paid.
func TestNoChangeBindsMoneyThatCouldNotLeave(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.FeePerPerson = 10
	area := f.create(msg)
	f.household(area, "alice", 2)
	require.NoError(t, f.subscribeTo(area, "alice", 4))
	f.pass(start(1))
	f.source(area, "friend of the admin", 1, types.MaxPrice)
	change := update()
	change.Issuer, change.FeePerPerson, change.LifelineLitresPerPersonDay = "", types.MaxPrice, 0
	require.NoError(t, second(f.msgs.UpdateArea(f.ctx, &change)))
	require.Zero(t, f.periodOf(area, 1).Remunerations, "the running period keeps its terms")
	f.pass(start(2) - enrolment)
	require.Equal(t, types.MaxPrice, f.periodOf(area, 2).Remunerations, "shown when the enrolment opens")

	f.at(start(2) - 1)
	resp, err := f.msgs.Unsubscribe(f.ctx, &types.MsgUnsubscribe{Owner: account("alice"), Area: area})
	require.NoError(t, err)
	require.Equal(t, ueur(3*20), resp.Returned)
	require.Equal(t, uint64(60), f.accountOf(area, 0).Prepaid)
	require.Equal(t, uint64(1), events[*types.EventUnsubscribed](f)[0].ThroughPeriod)
	f.checkInvariants()
	f.pass(start(2))
	f.settle(area, "alice")
	require.Equal(t, uint64(80), f.accountOf(area, 0).Prepaid, "with the fee of the first period, in which no water was stored")

	_, err = f.msgs.Unsubscribe(f.ctx, &types.MsgUnsubscribe{Owner: account("bob"), Area: area})
	require.ErrorIs(t, err, types.ErrAccountNotFound)
	_, err = f.msgs.Unsubscribe(f.ctx, &types.MsgUnsubscribe{Owner: account("alice"), Area: 9})
	require.ErrorIs(t, err, types.ErrAreaNotFound)
}

// Fees of periods whose enrolment did not open before the area was closed go back to those who paid them, when they are touched.
func TestFeesOfPeriodsThatNeverOpenGoBack(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.FeePerPerson = 10
	area := f.create(msg)
	f.source(area, "producer", 1_000, 10)
	f.household(area, "alice", 1)
	f.household(area, "bob", 1)
	require.NoError(t, f.subscribeTo(area, "alice", 6))
	require.NoError(t, f.subscribeTo(area, "bob", 6))
	f.pass(start(1))
	f.send(f.produced(area, 1, 10))
	f.closeArea(area)
	f.settle(area, "alice")
	require.Equal(t, uint64(50), f.accountOf(area, 0).Prepaid)
	f.pass(start(2))
	f.send(f.produced(area, 1, 10))
	f.pass(start(5))
	f.settle(area, "alice")
	f.settle(area, "bob")
	require.Equal(t, []uint64{55, 55}, []uint64{f.accountOf(area, 0).Prepaid, f.accountOf(area, 1).Prepaid}, "and what the producer did not earn")
	purse := f.areaOf(area).Purse
	require.Equal(t, []uint64{0, 0, 10}, []uint64{purse.Pots, purse.Refunds, purse.Payable})
	require.Equal(t, uint64(10), f.areaOf(area).Ledger.Water.CarryLitres, "the endless period has no subscribers")
	f.checkInvariants()
}

// A household that moved in late or paid no fee has its lifeline, and can buy.
func TestANewcomerHasALifelineAndCanBuy(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.LifelineLitresPerPersonDay = 50
	area := f.create(msg)
	source := f.source(area, "producer", 100_000, 0)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(1))
	f.household(area, "newcomer", 3)
	f.send(f.produced(area, source, 4_000))
	f.pass(start(1) + day)
	require.Equal(t, uint64(150), f.settle(area, "newcomer").LifelineLitres)
	f.place(area, "alice", sell, 200, 100)
	f.bank.Fund(f.ctx, accountBytes("newcomer"), ueur(100_000))
	f.place(area, "newcomer", buy, 300, 60)
	f.pass(f.areaOf(area).Market.AuctionAt)
	require.Equal(t, uint64(60), f.settle(area, "newcomer").BalanceLitres)
	_, err := f.msgs.PlaceOrder(f.ctx, &types.MsgPlaceOrder{Owner: account("newcomer"), Area: area, Side: sell, Price: 900, Litres: 1})
	require.ErrorIs(t, err, types.ErrNotSellable)
}

// The persons of a household are those of its claim now, whoever asks for it.
func TestPersonsFollowTheClaim(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 20)
	f.subscribe(area, "alice")
	f.attest(f.accountOf(area, slot).Meter, 2, 0)
	f.settle(area, "alice")
	require.Equal(t, []uint64{2, 20}, []uint64{f.holdingOf(area, slot).Persons, f.holdingOf(area, slot).Subscription.Persons})
	require.Equal(t, uint64(2), f.areaOf(area).Ledger.Lifeline.Persons)
	require.NoError(t, f.subscribeTo(area, "alice", 1))
	require.Equal(t, uint64(2), f.holdingOf(area, slot).NextSubscription.Persons)
	f.attest(f.accountOf(area, slot).Meter, 3, 0)
	require.ErrorIs(t, f.subscribeTo(area, "alice", 1), types.ErrSubscribed, "a third subscription waits")
	f.checkInvariants()
}

// After governance has reassigned the meters of the issuer of an area, those that its successor certifies are admitted.
func TestTheSuccessorOfTheIssuerIsAdmitted(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Issuer = account("revoked")
	area := f.create(msg)
	meter := f.addMeter(account("alice"), meteridtypes.DIRECTION_CONSUMPTION, noon)
	approve := &types.MsgApproveMeter{Owner: account("alice"), Area: area, Meter: meter}
	require.ErrorIs(t, second(f.msgs.ApproveMeter(f.ctx, approve)), types.ErrMeterUnfit)
	f.meters.Reassign(f.ctx, account("revoked"), account("another"))
	require.ErrorIs(t, second(f.msgs.ApproveMeter(f.ctx, approve)), types.ErrMeterUnfit)
	f.meters.Reassign(f.ctx, account("revoked"), account("issuer"))
	require.NoError(t, second(f.msgs.ApproveMeter(f.ctx, approve)))
	f.source(area, "producer", 10, 0)
	f.checkInvariants()
}
