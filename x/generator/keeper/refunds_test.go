package keeper_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

// A refund is money due: MsgWithdraw pays it, and the shares of a failed project end with it.
func TestRefundsAreWithdrawn(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	f.pledge(id, "ann", 6_000)
	f.pledge(id, "bob", 3_999)
	f.pass(30 * day)
	require.Equal(t, types.GENERATOR_STATUS_REFUNDING, f.status(id))

	require.Equal(t, uint64(744_000), f.withdrawDue(id, "ann"))

	require.Equal(t, int64(744_000), f.balance("ann", "ueur"))
	require.Equal(t, types.Holding{
		Generator: id, Account: account("ann"), Pledged: 744_000, Refunded: 744_000, LastRefund: sharePrice,
	}, f.holdingOf(id, "ann"))
	require.Equal(t, uint64(3_999), f.generatorOf(id).Generator.Shares)
	mustRefuse(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}, types.ErrNothingToWithdraw)

	f.withdrawDue(id, "bob")
	require.Equal(t, uint64(1_239_876), f.purseOf(id).Refunded)
	require.Zero(t, f.purseOf(id).Pledged)
}

// A refund costs the same whether one account pledged or a thousand.
func TestTheCostOfARefundIsIndependentOfTheNumberOfFinanciers(t *testing.T) {
	cost := func(financiers int) uint64 {
		f := newFixture(t)
		id := f.funding()
		f.pledge(id, "ann", 1)
		g := f.generatorOf(id).Generator
		for i := range financiers {
			name := fmt.Sprint("financier", i)
			f.bank.Fund(f.ctx, accountBytes(name), coin("ueur", g.SharePrice))
			_, err := f.msgs.Pledge(f.ctx, &types.MsgPledge{Financier: account(name), Generator: id, Shares: 1})
			require.NoError(t, err)
		}
		f.pass(30 * day)
		return f.gas(func() {
			_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Account: account("ann"), Generator: id})
			require.NoError(t, err)
		})
	}
	alone, many := cost(1), cost(1_000)
	require.InDelta(t, alone, many, 500, "only the lengths of a few numbers differ")
}

// When a project of any cost fails, every pledge is refunded in full, and in the end every base unit paid in has been paid out.
func TestRefundsToTheLastUnit(t *testing.T) {
	ways := []string{"not funded", "not installed", "not proved", "not proved in dispute"}
	for seed := range int64(40) {
		rng := rand.New(rand.NewSource(seed))
		way := ways[seed%int64(len(ways))]
		t.Run(fmt.Sprintf("%s %d", way, seed), func(t *testing.T) {
			f := newFixture(t)
			id := f.withRandomBid(rng)
			all := f.pledgeAtRandom(rng, id, way == "not funded")
			f.failBy(way, id)

			g := f.generatorOf(id).Generator
			require.True(t, g.Status.Refunds())
			for _, p := range all {
				refund := f.withdrawDue(id, p.name)
				require.GreaterOrEqual(t, refund, p.paid, "in full")
				if g.Status == types.GENERATOR_STATUS_REFUNDING {
					require.Equal(t, p.paid, refund, "and not more without a failure of the provider")
				}
			}
			f.withdrawRest(id)
			require.Zero(t, f.held("ueur"), "nothing is left over")
		})
	}
}

// When a trial of any cost ends early, the provider has exactly what units have earned, the owners have the rest to the last unit but
// the surplus of the funding, and nobody has more for having traded shares before or after.
func TestAShortTrialSharesToTheLastUnit(t *testing.T) {
	for seed := range int64(40) {
		rng := rand.New(rand.NewSource(seed))
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			f := newFixture(t)
			id := f.withRandomBid(rng)
			all := f.pledgeAtRandom(rng, id, false)
			f.markInstalled(id)
			f.commission(id)
			f.withdrawDue(id, "mayor")
			bid := f.generatorOf(id).Generator.Bid
			units := rng.Uint64() % bid.AcceptanceUnits
			f.export(id, units*1_000)
			f.move(id, all[0].name, "eve", 1)
			f.pass(trial)
			require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
			f.move(id, "eve", all[0].name, 1)

			earned, err := bid.Earned(units)
			require.NoError(t, err)
			require.Equal(t, earned+bid.Bond, f.withdrawDue(id, "builder"))
			perShare := (bid.Cost - earned) / types.TotalShares
			if perShare > 0 {
				require.Equal(t, perShare, f.withdrawDue(id, "eve"), "the share was hers when the trial ended")
			}
			for i, p := range all {
				shares := p.paid / f.generatorOf(id).Generator.SharePrice
				if i == 0 {
					shares--
				}
				if perShare*shares > 0 {
					require.Equal(t, perShare*shares, f.withdrawDue(id, p.name))
				}
			}
			f.withdrawRest(id)
			require.Equal(t, int64(f.purseOf(id).Maintenance), f.held("ueur"), "nothing but maintenance is left")
		})
	}
}

// A lease that ends after a short trial leaves the refund of the owner, and everybody else's money, where it belongs.
func TestALeaseTakesNoRefund(t *testing.T) {
	f := newFixture(t)
	id := f.onTrial()
	midnight := f.now() - f.now()%day
	listing := mustSend(f, f.msgs.ListShares, types.MsgListShares{
		Owner: account("ann"), Generator: id, Shares: 100, PricePerShare: 1, ExpiresAt: f.now() + day, LeaseUntil: midnight + trial + 5*day,
	}).Listing
	f.bank.Fund(f.ctx, accountBytes("eve"), ueur(100))
	mustSend(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("eve"), Generator: id, Listing: listing, Shares: 100})
	f.pass(trial)
	f.pass(6 * day)
	require.Equal(t, uint64(6_000*123), f.withdrawDue(id, "ann"))
	require.Equal(t, uint64(4_000*123), f.withdrawDue(id, "bob"))
	require.Equal(t, uint64(bond), f.withdrawDue(id, "builder"))
}

// The refund of a share belongs to its owner at the end of the trial: an offer from before is over, or its taker would pay for a refund
// that the seller has.
func TestAnOfferFromBeforeTheEndOfATrialIsOver(t *testing.T) {
	f := newFixture(t)
	id := f.onTrial()
	f.at(f.now() + trial - day)
	listing := mustSend(f, f.msgs.ListShares, types.MsgListShares{
		Owner: account("ann"), Generator: id, Shares: 100, PricePerShare: 120, ExpiresAt: f.now() + 5*day,
	}).Listing
	f.pass(day)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
	f.bank.Fund(f.ctx, accountBytes("eve"), ueur(12_000))
	mustRefuse(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("eve"), Generator: id, Listing: listing, Shares: 100}, types.ErrListingOver)
}

// withRandomBid has an accepted bid with a cost, parts and a bond of any size.
func (f *fixture) withRandomBid(rng *rand.Rand) uint64 {
	f.t.Helper()
	f.setParams(func(p *types.Params) { p.MinDepositBps, p.MinBondBps = 0, 0 })
	id := f.requested()
	bid := bidMessage(id, "builder")
	bid.Cost = 1 + rng.Uint64()>>rng.Intn(64)%types.MaxAmount
	bid.CommissionBps = uint32(rng.Intn(types.MaxCommissionBps + 1))
	bid.UpfrontBps = uint32(rng.Intn(types.BasisPoints + 1 - int(bid.CommissionBps)))
	lowest, err := bid.Bid().Advance()
	require.NoError(f.t, err)
	bid.Bond = lowest + (rng.Uint64()%(types.MaxAmount-lowest+1))>>rng.Intn(60)
	f.bid(bid, "builder")
	f.pass(7 * day)
	f.accept(id, "builder")
	return id
}

// move sells shares of an account to another one for the least price.
func (f *fixture) move(id uint64, from, to string, shares uint64) {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes(to), coin("ueur", shares))
	listing := mustSend(f, f.msgs.ListShares, types.MsgListShares{
		Owner: account(from), Generator: id, Shares: shares, PricePerShare: 1, ExpiresAt: f.now() + day,
	}).Listing
	mustSend(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account(to), Generator: id, Listing: listing, Shares: shares})
}

// withdrawRest withdraws what is due to requester and provider.
func (f *fixture) withdrawRest(id uint64) {
	f.t.Helper()
	for _, name := range []string{"mayor", "builder"} {
		if f.dueOf(id, name) > 0 {
			f.withdrawDue(id, name)
		}
	}
}

// pledged is the payment of an account.
type pledged struct {
	name string
	paid uint64
}

// pledgeAtRandom pledges all shares, or all but one, by ten accounts in random parts.
func (f *fixture) pledgeAtRandom(rng *rand.Rand, id uint64, short bool) []pledged {
	f.t.Helper()
	total := types.TotalShares
	if short {
		total--
	}
	cuts := []uint64{0, total}
	for range 9 {
		cuts = append(cuts, rng.Uint64()%total)
	}
	slices.Sort(cuts)
	var all []pledged
	price := f.generatorOf(id).Generator.SharePrice
	for i := range 10 {
		shares := cuts[i+1] - cuts[i]
		if shares == 0 {
			continue
		}
		name := fmt.Sprint("financier", i)
		f.pledge(id, name, shares)
		all = append(all, pledged{name: name, paid: shares * price})
	}
	return all
}

// failBy makes a funding or a funded project fail.
func (f *fixture) failBy(way string, id uint64) {
	f.t.Helper()
	switch way {
	case "not funded":
		f.pass(30 * day)
	case "not installed":
		f.pass(44 * day)
	case "not proved":
		f.markInstalled(id)
		f.pass(14 * day)
	case "not proved in dispute":
		f.markInstalled(id)
		f.dispute(id)
		f.pass(30 * day)
	}
}
