package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// Every transition by time in the state diagram. A deadline acts in the first block at or after it and not before.
func TestEachDeadline(t *testing.T) {
	week, month := 7*day, 30*day
	defaulted := types.Purse{
		Due: deposit + upfront + 8_604, Pledged: 1_320_000, RefundPerShare: 132, Paid: upfront, Weight: types.TotalShares,
	}
	tests := []struct {
		name     string
		from     types.GeneratorStatus
		proved   bool // by its meter
		disputed bool // by the requester

		seconds        int64
		reason         string
		status         types.GeneratorStatus
		deadline       int64 // after it
		mayor, builder uint64
		purse          types.Purse
		record         types.ProviderRecord
	}{
		{
			name: "no bid was placed", from: types.GENERATOR_STATUS_OPEN_FOR_BIDS,

			seconds: week, reason: types.ReasonNoBid, status: types.GENERATOR_STATUS_EXPIRED, mayor: deposit,
			purse: types.Purse{Due: deposit}, record: types.ProviderRecord{},
		},
		{
			name: "no bid is accepted", from: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE,

			seconds: week, reason: types.ReasonNotAccepted, status: types.GENERATOR_STATUS_EXPIRED, mayor: deposit,
			purse: types.Purse{Due: deposit, BidBonds: bond}, record: types.ProviderRecord{},
		},
		{
			name: "no share is pledged", from: types.GENERATOR_STATUS_FUNDING,

			seconds: month, reason: types.ReasonNotFunded, status: types.GENERATOR_STATUS_REFUNDING, mayor: deposit, builder: bond,
			purse: types.Purse{Due: deposit + bond, RefundPerShare: sharePrice}, record: types.ProviderRecord{Unfunded: 1},
		},
		{
			name: "it is not installed, not even with grace", from: types.GENERATOR_STATUS_PENDING_INSTALL,

			seconds: 44 * day, reason: types.ReasonNotInstalled, status: types.GENERATOR_STATUS_DEFAULTED,
			mayor: deposit + 8_604, builder: upfront,
			purse:  defaulted,
			record: types.ProviderRecord{Defaulted: 1},
		},
		{
			name: "the requester is silent and the meter is not", from: types.GENERATOR_STATUS_INSTALLED, proved: true,

			seconds: 14 * day, reason: types.ReasonProved, status: types.GENERATOR_STATUS_ON_TRIAL, deadline: trial,
			builder: advance + deposit,
			purse: types.Purse{
				Bond: bond, Pledged: cost - advance, Paid: advance, Due: advance + deposit, Maintenance: surplus, Weight: types.TotalShares,
			},
			record: types.ProviderRecord{OpenJobs: 1},
		},
		{
			name: "the meter is silent", from: types.GENERATOR_STATUS_INSTALLED,

			seconds: 14 * day, reason: types.ReasonNotProved, status: types.GENERATOR_STATUS_DEFAULTED,
			mayor: deposit + 8_604, builder: upfront,
			purse:  defaulted,
			record: types.ProviderRecord{Defaulted: 1},
		},
		{
			name: "the meter is silent in a dispute", from: types.GENERATOR_STATUS_INSTALLED, disputed: true,

			seconds: month, reason: types.ReasonNotProved, status: types.GENERATOR_STATUS_DEFAULTED,
			mayor: deposit + 8_604, builder: upfront,
			purse:  defaulted,
			record: types.ProviderRecord{Defaulted: 1},
		},
		{
			name: "nothing is delivered on trial", from: types.GENERATOR_STATUS_ON_TRIAL,

			seconds: trial, reason: types.ReasonTrialOver, status: types.GENERATOR_STATUS_ACTIVE, deadline: life - trial,
			mayor: deposit + 4_321, builder: bond, // the bond returns the advance
			purse: types.Purse{
				Due: deposit + bond + 4_321, Pledged: 1_230_000, RefundPerShare: 123, Maintenance: surplus, MaintenanceUsolar: 1_000_000,
				Weight: types.TotalShares,
			},
			record: types.ProviderRecord{ShortTrials: 1},
		},
		{
			name: "the end of its life", from: types.GENERATOR_STATUS_ACTIVE,

			seconds: life, reason: types.ReasonEndOfLife, status: types.GENERATOR_STATUS_RETIRED,
			mayor: deposit, builder: cost + bond,
			purse: types.Purse{
				Paid: cost, Due: cost + bond + deposit, Maintenance: surplus, MaintenanceUsolar: 1_000_000, Weight: types.TotalShares,
				Delivered: acceptance * 1_000, ExcessUnits: acceptance,
			},
			record: types.ProviderRecord{Completed: 1},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(tc.from)
			if tc.disputed {
				f.dispute(id)
			}
			if tc.proved {
				f.prove(id)
			}
			meter := f.generatorOf(id).Generator.Meter
			f.reasons()

			f.pass(tc.seconds - 1)
			require.Equal(t, tc.from, f.status(id))
			require.Empty(t, f.reasons())
			f.pass(1)

			require.Equal(t, []string{tc.reason}, f.reasons())
			g := f.generatorOf(id)
			require.Equal(t, tc.status, g.Generator.Status)
			require.Equal(t, tc.status.IsFinal(), g.Generator.ClosedAt == f.now())
			if tc.deadline > 0 {
				tc.deadline += f.now()
			}
			require.Equal(t, tc.deadline, g.Generator.Deadline)
			require.Equal(t, tc.purse, g.Purse)
			require.Equal(t, tc.mayor, f.dueOf(id, "mayor"))
			require.Equal(t, tc.builder, f.dueOf(id, "builder"))
			tc.record.Provider = account("builder")
			require.Equal(t, tc.record, f.record("builder"))
			if meter != 0 {
				require.Equal(t, !tc.status.IsFinal(), f.meters.Get(f.ctx, meter).IsBound())
			}
			items := f.work.Pending(f.ctx)
			require.Equal(t, tc.status.IsFinal(), len(items) == 0, "a final status has no work")
		})
	}
}

func TestBiddingEndsWithBids(t *testing.T) {
	f := newFixture(t)
	id := f.requested()
	f.bid(bidMessage(id, "builder"), "builder")
	f.pass(7*day + 3)
	require.Equal(t, []string{types.ReasonBidsClosed}, f.reasons())
	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, g.Status)
	require.Equal(t, noon+14*day+3, g.Deadline, "a week from the block that closed the bidding")
}

// Ties: the messages of a block are executed before its end.
func TestMessagesOfTheBlockOfADeadlineCount(t *testing.T) {
	tests := []struct {
		name string
		from types.GeneratorStatus

		want types.GeneratorStatus
	}{
		{name: "a bid is accepted", from: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE, want: types.GENERATOR_STATUS_FUNDING},
		{name: "it is marked installed", from: types.GENERATOR_STATUS_PENDING_INSTALL, want: types.GENERATOR_STATUS_INSTALLED},
		{name: "it is disputed", from: types.GENERATOR_STATUS_INSTALLED, want: types.GENERATOR_STATUS_INSTALLED},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(tc.from)
			f.at(f.generatorOf(id).Generator.Deadline)
			switch tc.from {
			case types.GENERATOR_STATUS_AWAITING_ACCEPTANCE:
				f.accept(id, "builder")
			case types.GENERATOR_STATUS_PENDING_INSTALL:
				f.markInstalled(id)
			case types.GENERATOR_STATUS_INSTALLED:
				f.prove(id)
				f.dispute(id)
			}
			f.endBlock()
			require.Equal(t, tc.want, f.status(id))
		})
	}
}

// A proof in the last block counts, and half of the time to object remains: the provider can keep neither the requester from its deposit
// nor the owners from their say by waiting with it.
func TestAProofInTheLastBlockLeavesTimeToObject(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.at(f.now() + 14*day)
	f.prove(id)
	f.endBlock()
	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, g.Status)
	require.Equal(t, []int64{f.now() + 7*day, f.now() + 7*day}, []int64{g.RespondUntil, g.Deadline})
	f.confirm(id)
	f.pass(7 * day)
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
	require.Equal(t, uint64(deposit), f.dueOf(id, "mayor"))
}

// What proves an installation, and the time for it, are those of the day on which the bid was accepted.
func TestLaterParametersBindNoProvider(t *testing.T) {
	f := newFixture(t)
	id := f.pending()
	f.setParams(func(p *types.Params) { p.ProofSeconds, p.ResponseSeconds = 31_536_000, 60 })
	f.markInstalled(id)
	g := f.generatorOf(id).Generator
	require.Equal(t, uint64(proof), g.Proof)
	require.Equal(t, f.now()+14*day, g.RespondUntil)
}

// New parameters apply to deadlines set later.
func TestDeadlinesThatAreSetStayAsTheyAre(t *testing.T) {
	f := newFixture(t)
	first := f.requested()
	f.setParams(func(p *types.Params) { p.BiddingSeconds = 60 })
	second := f.requested()
	f.pass(60)
	require.Equal(t, types.GENERATOR_STATUS_OPEN_FOR_BIDS, f.status(first))
	require.Equal(t, types.GENERATOR_STATUS_EXPIRED, f.status(second))
}

// A payee cannot stop a transition: a blocked account is credited as well.
func TestABlockedPayeeStopsNothing(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	for _, name := range []string{"mayor", "builder"} {
		f.bank.Block(accountBytes(name))
	}
	f.pass(30 * day)
	require.Equal(t, types.GENERATOR_STATUS_REFUNDING, f.status(id))
	require.Equal(t, uint64(bond), f.dueOf(id, "builder"))
	mustRefuse(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("builder"), Generator: id}, sdkerrors.ErrUnauthorized)
}

// A deadline that fails stops no other; messages still act on its generator.
func TestADeadlineThatFails(t *testing.T) {
	f := newFixture(t)
	broken := f.installed()
	f.dispute(broken)
	f.at(f.generatorOf(broken).Generator.Deadline)
	fine := f.requested()
	f.at(f.now() + 7*day)
	f.meters.Down = true
	f.endBlock()

	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(broken))
	require.Equal(t, types.GENERATOR_STATUS_EXPIRED, f.status(fine))
	failed := events[*worktypes.EventWorkFailed](f)
	require.Len(t, failed, 1)
	deadline := f.generatorOf(broken).Generator.Deadline
	require.Equal(t, worktypes.Item{Module: types.ModuleName, Record: broken, Kind: "deadline", DueAt: deadline}, failed[0].Failed.Item)
	require.Equal(t, f.now(), failed[0].Failed.FailedAt)

	f.endBlock()
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(broken), "a failed deadline is not retried automatically")

	f.meters.Down = false
	f.prove(broken)
	f.decide(broken, true)
	require.Empty(t, f.work.Failed(f.ctx), "a message that ends the status removes it")
}

func TestALostMeterNeedsNoRelease(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	meter := f.generatorOf(id).Generator.Meter
	require.NoError(t, f.meters.Retire(f.ctx, meter))
	f.pass(life)
	require.Equal(t, types.GENERATOR_STATUS_RETIRED, f.status(id))
}
