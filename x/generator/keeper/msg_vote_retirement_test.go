package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

const notice = 30 * day

// Requirement: a retirement needs three quarters of the shares and takes effect after 30 days.
func TestVoteRetirement(t *testing.T) {
	f := newFixture(t)
	id, meter := f.newActive(kWhRequest()) // Ann 6,000, Bob 3,000, Cid 1,000
	f.reasons()
	before := f.purseOf(id)

	resp := f.voteRetirement(id, "ann")
	require.Equal(t, &types.MsgVoteRetirementResponse{RetireShares: 6_000}, resp)
	require.Equal(t, f.generatorOf(id).Generator.LifeUntil(), f.generatorOf(id).Generator.Deadline)
	at := f.now() + notice
	resp = f.voteRetirement(id, "bob")
	require.Equal(t, &types.MsgVoteRetirementResponse{RetireShares: 9_000, RetiresAt: at}, resp)
	require.Equal(t, []*types.EventRetirementAnnounced{{Generator: id, RetireShares: 9_000, RetiresAt: at}}, events[*types.EventRetirementAnnounced](f))
	require.Contains(t, f.generatorOf(id).Next, "it retires if at least 7,500 shares vote for it then, now 9,000")

	f.pass(day)
	require.Equal(t, at, f.voteRetirement(id, "cid").RetiresAt, "a later vote changes only the count")
	f.pass(at - f.now() - 1)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
	f.pass(1)

	require.Equal(t, []string{types.ReasonByOwners}, f.reasons())
	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_RETIRED, g.Status)
	require.Equal(t, at, g.ClosedAt)
	require.Zero(t, g.Deadline)
	require.Zero(t, g.Meter)
	require.False(t, f.meters.Get(f.ctx, meter).IsBound(), "the meter is free for another use")
	after := f.purseOf(id)
	after.RetireShares = before.RetireShares
	require.Equal(t, before, after, "no money moves")
	require.Equal(t, uint64(cost+bond), f.withdrawDue(id, "builder"), "what is owed stays owed")
}

func TestThreeQuartersRetire(t *testing.T) {
	tests := []struct {
		name   string
		shares uint64 // of Ann; Bob has the rest

		want types.GeneratorStatus
	}{
		{name: "half and one", shares: 5_001, want: types.GENERATOR_STATUS_ACTIVE},
		{name: "one less than three quarters", shares: 7_499, want: types.GENERATOR_STATUS_ACTIVE},
		{name: "three quarters", shares: 7_500, want: types.GENERATOR_STATUS_RETIRED},
		{name: "all but one", shares: 9_999, want: types.GENERATOR_STATUS_RETIRED},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.funding()
			f.pledge(id, "ann", tc.shares)
			f.pledge(id, "bob", types.TotalShares-tc.shares)
			f.markInstalled(id)
			f.commission(id)
			f.deliver(id)
			f.voteRetirement(id, "ann")
			f.pass(notice)
			require.Equal(t, tc.want, f.status(id))
		})
	}
}

// The votes are counted again at the announced time: with fewer than three quarters the generator lives on.
func TestARetirementLapses(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newActive(kWhRequest())
	f.voteRetirement(id, "ann")
	f.voteRetirement(id, "bob")
	resp := mustSend(f, f.msgs.VoteRetirement, types.MsgVoteRetirement{Owner: account("bob"), Generator: id, Clear: true})
	require.Equal(t, uint64(6_000), resp.RetireShares)
	require.NotZero(t, resp.RetiresAt, "it stays announced")

	f.pass(notice)

	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, g.Status)
	require.Equal(t, []*types.EventRetirementLapsed{{Generator: id, RetireShares: 6_000, LifeUntil: g.LifeUntil()}}, events[*types.EventRetirementLapsed](f))
	require.Equal(t, g.LifeUntil(), g.Deadline)
	require.Equal(t, f.now()+notice, f.voteRetirement(id, "bob").RetiresAt, "it can be announced again, with the whole notice")
}

// Sold shares leave the vote of the seller and join that of the buyer, if there is one.
func TestVotesForARetirementFollowTheShares(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newActive(kWhRequest())
	f.voteRetirement(id, "ann")
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 6_000, 0))
	f.take(id, 1, "bob", 1_000)
	require.Equal(t, uint64(5_000), f.purseOf(id).RetireShares)
	require.Equal(t, uint64(9_000), f.voteRetirement(id, "bob").RetireShares)
	f.take(id, 1, "bob", 5_000)
	require.Equal(t, uint64(9_000), f.purseOf(id).RetireShares)
	require.False(t, f.holdingOf(id, "ann").Retire, "without shares there is no vote")
}

// Near the end of its life a generator retires then, and nothing is announced.
func TestARetirementIsNotLaterThanTheEndOfLife(t *testing.T) {
	f := newFixture(t)
	id, _ := f.newActive(kWhRequest())
	f.pass(life - notice)
	f.voteRetirement(id, "ann")
	require.Zero(t, f.voteRetirement(id, "bob").RetiresAt)
	f.reasons()
	f.pass(notice)
	require.Equal(t, []string{types.ReasonEndOfLife}, f.reasons())
}

func TestVoteRetirementRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgVoteRetirement)

		want error
	}{
		{name: "the arbiter", change: func(m *types.MsgVoteRetirement) { m.Owner = account("judge") }, want: types.ErrNotOwner},
		{name: "the requester", change: func(m *types.MsgVoteRetirement) { m.Owner = account("mayor") }, want: types.ErrNotOwner},
		{name: "the provider", change: func(m *types.MsgVoteRetirement) { m.Owner = account("builder") }, want: types.ErrNotOwner},
		{name: "clearing without a vote", change: func(m *types.MsgVoteRetirement) { m.Clear = true }, want: types.ErrNoVote},
		{name: "an invalid address", change: func(m *types.MsgVoteRetirement) { m.Owner = "ann" }, want: sdkerrors.ErrInvalidAddress},
		{name: "a generator that does not exist", change: func(m *types.MsgVoteRetirement) { m.Generator = 9 }, want: types.ErrGeneratorNotFound},
		{name: "generator 0", change: func(m *types.MsgVoteRetirement) { m.Generator = 0 }, want: sdkerrors.ErrInvalidRequest},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := types.MsgVoteRetirement{Owner: account("ann"), Generator: f.active()}
			tc.change(&msg)
			mustRefuse(f, f.msgs.VoteRetirement, msg, tc.want)
		})
	}
}
