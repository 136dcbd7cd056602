package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

var renewing = types.Policy{AutoRenew: true}

func TestRenewal(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 3)
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(7)))
	f.endBlock()
	require.Equal(t, uint64(1), f.holdingOf(area, slot).NextPeriod, "at once, because a period enrols")
	require.Equal(t, uint64(4), f.accountOf(area, slot).Prepaid)
	require.True(t, events[*types.EventSubscribed](f)[0].ByPolicy)

	f.pass(start(1))
	f.pass(start(2) - enrolment)
	require.Equal(t, uint64(2), f.holdingOf(area, slot).NextPeriod)
	require.Equal(t, uint64(1), f.accountOf(area, slot).Prepaid)

	f.pass(start(2))
	f.pass(start(3) - enrolment)
	failed := events[*types.EventRenewalFailed](f)
	require.Len(t, failed, 1, "1 does not pay for 3 persons")
	require.Equal(t, []any{uint64(3), ueur(3), uint64(1)}, []any{failed[0].Period, failed[0].Fee, failed[0].Prepaid})
	require.Equal(t, uint64(0), f.holdingOf(area, slot).NextPeriod)

	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, types.Policy{}, 1+f.deposit(5)))
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, 6))
	f.endBlock()
	require.Equal(t, uint64(3), f.holdingOf(area, slot).NextPeriod)
	f.pass(start(3))
	require.Len(t, f.work.Pending(f.ctx, "renew"), 1, "however often it was turned on")
	f.pass(start(4) - enrolment)
	require.Equal(t, uint64(0), f.accountOf(area, slot).Prepaid)
}

func TestRenewalEnds(t *testing.T) {
	tests := []struct {
		name string
		then func(f *fixture, area, slot uint64)
	}{
		{
			name: "when it is turned off",
			then: func(f *fixture, area, slot uint64) {
				require.NoError(f.t, f.keeper.SetPolicyOf(f.ctx, area, slot, types.Policy{}, 100))
			},
		},
		{name: "when the area closes", then: func(f *fixture, area, _ uint64) { f.closeArea(area) }},
		{name: "when the meter is retired", then: func(f *fixture, area, slot uint64) { f.retire(f.accountOf(area, slot).Meter) }},
		{name: "when the household moves out", then: func(f *fixture, area, _ uint64) { f.moveOut(area, "alice") }},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			area := f.create(village())
			slot := f.household(area, "alice", 1)
			require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(100)))
			tc.then(f, area, slot)
			f.endBlock()
			require.Zero(t, f.holdingOf(area, slot).NextPeriod)
			require.Empty(t, f.work.Pending(f.ctx, "renew"))
		})
	}
}

// Automatic renewal works however far blocks are apart: opening, renewal and start of a period may all be due in one block.
func TestRenewalsSurviveLongSilences(t *testing.T) {
	tests := []struct {
		name      string
		enrolment int64
		blocks    []int64

		wantFees uint64 // paid
		wantIn   uint64 // the last period that it has been renewed for
	}{
		{name: "a block in every enrolment", enrolment: enrolment, blocks: []int64{period - enrolment, period}, wantFees: 2, wantIn: 2},
		{name: "a block when the next period should have started", enrolment: enrolment, blocks: []int64{period}, wantFees: 2, wantIn: 2},
		{name: "a block in the middle of the next period", enrolment: enrolment, blocks: []int64{period + 3*day}, wantFees: 2, wantIn: 2},
		{name: "a block in the enrolment after the next", enrolment: enrolment, blocks: []int64{2*period - day}, wantFees: 3, wantIn: 3},
		{
			name: "a silence of four periods: those that are over are not paid for", enrolment: enrolment,
			blocks: []int64{4*period + 3*day}, wantFees: 2, wantIn: 5,
		},
		{
			name: "two silences", enrolment: enrolment, blocks: []int64{period + day, 3*period + 3*day, 4*period + 3*day},
			wantFees: 4, wantIn: 5,
		},
		{name: "an enrolment as long as a period", enrolment: period, blocks: []int64{period + 3*day}, wantFees: 3, wantIn: 3},
		{name: "an enrolment as long as a period, and a silence of three", enrolment: period, blocks: []int64{3*period + 3*day}, wantFees: 4, wantIn: 5},
		{name: "an enrolment of a second", enrolment: 1, blocks: []int64{period + 5, 2*period + 5}, wantFees: 3, wantIn: 3},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := village()
			msg.EnrolmentSeconds = uint64(tc.enrolment)
			area := f.create(msg)
			slot := f.household(area, "alice", 1)
			require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(100)))
			f.endBlock()
			first := noon + tc.enrolment
			f.pass(first)
			for _, at := range tc.blocks {
				f.pass(first + at)
				f.settle(area, "alice")
			}
			h := f.holdingOf(area, slot)
			require.Equal(t, tc.wantFees, 100-f.accountOf(area, slot).Prepaid)
			require.Equal(t, tc.wantIn, max(h.Period, h.NextPeriod))
			waiting := f.work.Pending(f.ctx, "renew")
			require.Len(t, waiting, 1, "later renewals are pending")
			require.Greater(t, waiting[0].DueAt, f.now())
		})
	}
}

// Messages of owners go by block time, although the start of the period is pending.
func TestMessagesDoNotEnrolLate(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 1)
	f.bank.Fund(f.ctx, accountBytes("alice"), ueur(100))
	f.prepay(area, "alice", 100)
	f.at(start(1))
	_, err := f.msgs.Subscribe(f.ctx, &types.MsgSubscribe{Owner: account("alice"), Area: area})
	require.ErrorIs(t, err, types.ErrNotEnrolling)
	f.setPolicy(area, "alice", renewing)
	f.endBlock()
	require.Zero(t, f.holdingOf(area, slot).Period, "the period has started without it")
	f.pass(start(2))
	require.Equal(t, uint64(2), f.settleHolding(area, "alice").Period)
}

// While a period cannot start, an automatic renewal is tried once a day, however often it was set.
func TestRenewalsWaitForAPeriodThatCannotStart(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 10, 1)
	slot := f.household(area, "alice", 1)
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(100)))
	f.endBlock()
	f.pass(start(1))
	lost := f.sourceOf(area, source)
	broken := func(at int64) {
		require.NoError(t, f.keeper.DropSource(f.ctx, area, source))
		f.at(at)
		require.NoError(t, f.work.EndBlock(f.ctx))
		require.NoError(t, f.keeper.SetSource(f.ctx, lost))
	}
	f.pass(start(2) - enrolment)
	broken(start(2)) // for which it has been renewed
	for n := range int64(5) {
		f.at(start(3) + n*hour)
		f.setPolicy(area, "alice", types.Policy{})
		f.setPolicy(area, "alice", renewing)
		f.endBlock()
	}
	require.Len(t, f.work.Pending(f.ctx, "renew"), 1)
	require.LessOrEqual(t, f.work.Pending(f.ctx, "renew")[0].DueAt, f.now()+day)
	require.NoError(t, f.work.Retry(f.ctx, types.ModuleName, area, "start", 2))
	f.endBlock()
	f.pass(f.now() + day)
	f.pass(start(4) - enrolment)
	require.Equal(t, uint64(4), f.settleHolding(area, "alice").NextPeriod)
	require.Equal(t, uint64(97), f.accountOf(area, slot).Prepaid, "of periods 1, 2 and 4; no household could enrol in the one between")
}

// A household with another meter after the old one was retired is renewed again.
func TestARenewalGoesOnWithAnotherMeter(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	slot := f.household(area, "alice", 1)
	f.retire(f.accountOf(area, slot).Meter)
	require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(10)))
	f.endBlock()
	require.Empty(t, f.work.Pending(f.ctx, "renew"), "without a meter there is no renewal")
	require.Equal(t, slot, f.household(area, "alice", 2))
	f.endBlock()
	require.Equal(t, uint64(1), f.holdingOf(area, slot).NextPeriod)
	require.Equal(t, uint64(8), f.accountOf(area, slot).Prepaid)
	require.Len(t, f.work.Pending(f.ctx, "renew"), 1)
}
