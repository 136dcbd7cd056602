package keeper_test

import (
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// The generator of most tests: the mayor is requester, the judge arbiter, the builder provider; Ann (6,000 shares) and Bob (4,000)
// pledge. Its cost is no multiple of 10,000: a share costs 124, and 5,679 are left for maintenance.
const (
	deposit    = 50_000
	cost       = 1_234_321
	sharePrice = 124
	surplus    = 5_679
	upfront    = 411_399 // floor(1,234,321 · 3,333 / 10,000)
	advance    = 473_115 // floor(1,234,321 · 3,833 / 10,000)
	bond       = 500_003
	acceptance = 500    // units: 100 hours of 5 kW
	proof      = 12_000 // Wh: a tenth of 5 kW in a day
	installIn  = 30 * day
	life       = 3_650 * day
	trial      = 90 * day
)

// requestMessage returns the message that requests it.
func requestMessage() types.MsgRequestGenerator {
	return types.MsgRequestGenerator{
		Requester: account("mayor"), Arbiter: account("judge"), Location: "46.2 N 7.5 E", CapacityW: 5_000, Reason: "light",
		UnitLabel: "kWh", UnitSize: 1_000, MaxPrice: 300_000, MaintenanceBps: 1_000, FreeUnitsPerDay: 3,
		PaymentDenom: "ueur", Deposit: deposit, Medium: meteridtypes.MEDIUM_ELECTRICITY,
	}
}

// bidMessage returns a bid of a provider.
func bidMessage(generator uint64, provider string) types.MsgPlaceBid {
	return types.MsgPlaceBid{
		Provider: account(provider), Generator: generator, UnitType: "solar", Cost: cost, InstallDays: 30, LifeDays: 3_650,
		PriceCeiling: 250_000, UpfrontBps: 3_333, CommissionBps: 500, Bond: bond, AcceptanceUnits: acceptance, TrialDays: 90,
		InsuranceRef: "policy 7",
	}
}

// requested opens the bidding for a generator.
func (f *fixture) requested() uint64 {
	f.t.Helper()
	return f.openBidding(requestMessage())
}

// openBidding sends a request, with the money for the deposit.
func (f *fixture) openBidding(msg types.MsgRequestGenerator) uint64 {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes("mayor"), coin(msg.PaymentDenom, msg.Deposit))
	return mustSend(f, f.msgs.RequestGenerator, msg).Generator
}

// bid places a bid, with the money for the bond.
func (f *fixture) bid(msg types.MsgPlaceBid, provider string) {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes(provider), coin(f.generatorOf(msg.Generator).Generator.Request.PaymentDenom, msg.Bond))
	mustSend(f, f.msgs.PlaceBid, msg)
}

// awaiting has a bid of the builder that can be accepted.
func (f *fixture) awaiting() uint64 {
	f.t.Helper()
	id := f.requested()
	f.bid(bidMessage(id, "builder"), "builder")
	f.pass(int64(f.params().BiddingSeconds))
	require.Equal(f.t, types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, f.status(id))
	return id
}

// funding has an accepted bid.
func (f *fixture) funding() uint64 {
	f.t.Helper()
	id := f.awaiting()
	f.accept(id, "builder")
	return id
}

func (f *fixture) accept(id uint64, provider string) {
	f.t.Helper()
	mustSend(f, f.msgs.AcceptBid, types.MsgAcceptBid{Requester: account("mayor"), Generator: id, Provider: account(provider)})
}

// pledge pledges shares, with the money for them.
func (f *fixture) pledge(id uint64, financier string, shares uint64) {
	f.t.Helper()
	g := f.generatorOf(id).Generator
	f.bank.Fund(f.ctx, accountBytes(financier), coin(g.Request.PaymentDenom, shares*g.SharePrice))
	mustSend(f, f.msgs.Pledge, types.MsgPledge{Financier: account(financier), Generator: id, Shares: shares})
}

// pending is funded by Ann and Bob.
func (f *fixture) pending() uint64 {
	f.t.Helper()
	id := f.funding()
	f.pledge(id, "ann", 6_000)
	f.pledge(id, "bob", 4_000)
	require.Equal(f.t, types.GENERATOR_STATUS_PENDING_INSTALL, f.status(id))
	return id
}

// installed has a meter of the builder.
func (f *fixture) installed() uint64 {
	f.t.Helper()
	id := f.pending()
	f.pass(10 * day)
	f.markInstalled(id)
	return id
}

func (f *fixture) markInstalled(id uint64) (meter uint64) {
	f.t.Helper()
	meter = f.addMeter(account("builder"))
	mustSend(f, f.msgs.MarkInstalled, types.MsgMarkInstalled{Installer: account("builder"), Generator: id, Meter: meter})
	return meter
}

// proved has a meter that exported enough.
func (f *fixture) proved() uint64 {
	f.t.Helper()
	id := f.installed()
	f.prove(id)
	return id
}

// prove lets the meter of an installation export what proves it.
func (f *fixture) prove(id uint64) {
	f.t.Helper()
	f.export(id, f.generatorOf(id).Generator.Proof)
}

// onTrial is confirmed by the mayor and commissioned.
func (f *fixture) onTrial() uint64 {
	f.t.Helper()
	id := f.installed()
	f.commission(id)
	return id
}

// confirm confirms an installation, with the money for it.
func (f *fixture) confirm(id uint64) {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes("mayor"), usolar(1_000_000))
	mustSend(f, f.msgs.Commission, types.MsgCommission{Requester: account("mayor"), Generator: id, AmountUsolar: 1_000_000})
}

// commission proves and confirms an installation, and lets the time to object pass.
func (f *fixture) commission(id uint64) {
	f.t.Helper()
	f.prove(id)
	f.confirm(id)
	f.at(f.generatorOf(id).Generator.RespondUntil)
	f.endBlock()
	require.Equal(f.t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
}

// active has delivered all acceptance units.
func (f *fixture) active() uint64 {
	f.t.Helper()
	id := f.onTrial()
	f.deliver(id)
	return id
}

// deliver lets the meter of a generator on trial export all acceptance units.
func (f *fixture) deliver(id uint64) {
	f.t.Helper()
	g := f.generatorOf(id).Generator
	f.export(id, g.Bid.AcceptanceUnits*g.Request.UnitSize)
	f.endBlock()
	require.Equal(f.t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
}

// newWithStatus takes a new generator to a status in the fewest steps, and checks it.
func (f *fixture) newWithStatus(status types.GeneratorStatus) uint64 {
	f.t.Helper()
	id := f.newOnTheWay(status)
	require.Equal(f.t, status, f.status(id))
	return id
}

func (f *fixture) newOnTheWay(status types.GeneratorStatus) uint64 {
	f.t.Helper()
	switch status {
	case types.GENERATOR_STATUS_OPEN_FOR_BIDS:
		return f.requested()
	case types.GENERATOR_STATUS_AWAITING_ACCEPTANCE:
		return f.awaiting()
	case types.GENERATOR_STATUS_EXPIRED:
		id := f.requested()
		f.pass(int64(f.params().BiddingSeconds))
		return id
	case types.GENERATOR_STATUS_FUNDING:
		return f.funding()
	case types.GENERATOR_STATUS_PENDING_INSTALL:
		return f.pending()
	case types.GENERATOR_STATUS_INSTALLED:
		return f.installed()
	case types.GENERATOR_STATUS_ON_TRIAL:
		return f.onTrial()
	case types.GENERATOR_STATUS_ACTIVE:
		return f.active()
	case types.GENERATOR_STATUS_RETIRED:
		id := f.active()
		f.retire(id)
		return id
	case types.GENERATOR_STATUS_REFUNDING:
		id := f.funding()
		f.pledge(id, "ann", 6_000)
		f.pass(int64(f.params().FundingSeconds))
		return id
	case types.GENERATOR_STATUS_DEFAULTED:
		id := f.pending()
		f.pass(installIn + int64(f.params().InstallGraceSeconds))
		return id
	default:
		panic(status)
	}
}

// dispute raises a dispute of the mayor.
func (f *fixture) dispute(id uint64) {
	f.t.Helper()
	mustSend(f, f.msgs.RaiseDispute, types.MsgRaiseDispute{Requester: account("mayor"), Generator: id, Reason: "no light"})
}

// decide sends the decision of the arbiter.
func (f *fixture) decide(id uint64, uphold bool) {
	f.t.Helper()
	mustSend(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("judge"), Generator: id, Uphold: uphold})
}

// object lets an owner object to an installation.
func (f *fixture) object(id uint64, owner string) *types.MsgObjectResponse {
	f.t.Helper()
	return mustSend(f, f.msgs.Object, types.MsgObject{Owner: account(owner), Generator: id, Reason: "no light"})
}

// export delivers a reading of the meter of a generator that begins now.
func (f *fixture) export(id, amount uint64) {
	f.t.Helper()
	f.apply(exported(id, f.generatorOf(id).Generator.Meter, amount, f.now()+900))
}

// withdrawDue withdraws everything and returns the money due.
func (f *fixture) withdrawDue(id uint64, name string) uint64 {
	f.t.Helper()
	return mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account(name), Generator: id}).Due
}

// dueOf returns the money due to an account besides revenue.
func (f *fixture) dueOf(id uint64, name string) uint64 {
	f.t.Helper()
	h, err := f.keeper.HoldingOf(f.ctx, id, accountBytes(name))
	if err != nil {
		require.ErrorIs(f.t, err, collections.ErrNotFound)
	}
	return h.Due
}
