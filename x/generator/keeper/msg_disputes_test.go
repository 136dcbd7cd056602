package keeper_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestRaiseDispute(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.at(f.now() + 13*day)

	resp := mustSend(f, f.msgs.RaiseDispute, types.MsgRaiseDispute{Requester: account("mayor"), Generator: id, Reason: "no light"})

	require.Equal(t, f.now()+30*day, resp.DecideUntil)
	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, g.Status)
	require.Equal(t, resp.DecideUntil, g.Deadline)
	require.Equal(t, &types.Dispute{RaisedAt: f.now(), Reason: "no light"}, g.Dispute)
	require.Equal(t, []*types.EventDisputeRaised{{
		Generator: id, Reason: "no light", DecideUntil: resp.DecideUntil,
	}}, events[*types.EventDisputeRaised](f))
	f.pass(13 * day)
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id), "the time to object has no deadline any more")
}

func TestRaiseDisputeRefuses(t *testing.T) {
	tests := []struct {
		name      string
		requester string
		generator uint64
		reason    string
		disputed  bool
		confirmed bool
		objected  bool
		after     int64

		wantErr error
	}{
		{name: "the provider", requester: account("builder"), generator: 1, reason: "x", wantErr: types.ErrNotRequester},
		{name: "the arbiter", requester: account("judge"), generator: 1, reason: "x", wantErr: types.ErrNotRequester},
		{name: "no reason", requester: account("mayor"), generator: 1, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a long story", requester: account("mayor"), generator: 1, reason: strings.Repeat("x", 513), wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a generator that does not exist", requester: account("mayor"), generator: 2, reason: "x", wantErr: types.ErrGeneratorNotFound},
		{name: "an invalid address", requester: "mayor", generator: 1, reason: "x", wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a second one", requester: account("mayor"), generator: 1, reason: "x", disputed: true, wantErr: types.ErrInDispute},
		{name: "after a confirmation", requester: account("mayor"), generator: 1, reason: "x", confirmed: true, wantErr: types.ErrConfirmed},
		{name: "after a dispute of the owners", requester: account("mayor"), generator: 1, reason: "x", objected: true, wantErr: types.ErrInDispute},
		{name: "when the time is over", requester: account("mayor"), generator: 1, reason: "x", after: 14*day + 1, wantErr: types.ErrResponseOver},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.proved()
			if tc.disputed {
				f.dispute(id)
			}
			if tc.confirmed {
				f.confirm(id)
			}
			if tc.objected {
				f.object(id, "ann")
			}
			f.at(f.now() + tc.after)
			mustRefuse(f, f.msgs.RaiseDispute,
				types.MsgRaiseDispute{Requester: tc.requester, Generator: tc.generator, Reason: tc.reason}, tc.wantErr)
		})
	}
}

// With a dispute upheld the provider loses the payment at commissioning, not the pay for units. Dismissed, or left open, it costs the
// deposit.
func TestDecideDispute(t *testing.T) {
	tests := []struct {
		name   string
		decide bool // otherwise the arbiter sleeps
		uphold bool

		at             int64 // seconds after the dispute, in which it is commissioned
		reason         string
		mayor, builder uint64
	}{
		{name: "upheld", decide: true, uphold: true, reason: types.ReasonUpheld, mayor: deposit, builder: upfront},
		{name: "dismissed", decide: true, at: 14 * day, reason: types.ReasonProved, builder: advance + deposit},
		{name: "a sleeping arbiter", at: 30 * day, reason: types.ReasonUndecided, builder: advance + deposit},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.proved()
			f.dispute(id)
			start := f.now()
			f.reasons()

			if tc.decide {
				resp := mustSend(f, f.msgs.DecideDispute,
					types.MsgDecideDispute{Arbiter: account("judge"), Generator: id, Uphold: tc.uphold})
				require.Equal(t, start+tc.at, resp.CommissionAt)
			}
			if tc.at > 0 {
				f.pass(tc.at - 1)
				require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id))
				f.pass(1)
			}

			require.Equal(t, []string{tc.reason}, f.reasons())
			g := f.generatorOf(id)
			require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, g.Generator.Status)
			require.Nil(t, g.Generator.Dispute)
			require.Equal(t, tc.mayor, f.dueOf(id, "mayor"))
			require.Equal(t, tc.builder, f.dueOf(id, "builder"))
			require.Equal(t, types.ProviderRecord{Provider: account("builder"), OpenJobs: 1}, f.record("builder"))

			f.deliver(id)
			paid := f.dueOf(id, "builder")
			require.Equal(t, cost+bond+deposit-tc.mayor, paid, "an honest provider gets all of its cost, whatever was decided")
		})
	}
}

func TestDecideDisputeRefuses(t *testing.T) {
	tests := []struct {
		name      string
		arbiter   string
		generator uint64
		disputed  bool
		unproved  bool

		wantErr error
	}{
		{name: "before the proof", arbiter: account("judge"), generator: 1, disputed: true, unproved: true, wantErr: types.ErrNotProved},
		{name: "another arbiter while that of the request is authorized", arbiter: account("umpire"), generator: 1, disputed: true, wantErr: types.ErrNotArbiter},
		{name: "a generator without a dispute", arbiter: account("judge"), generator: 1, wantErr: types.ErrNoDispute},
		{name: "the requester", arbiter: account("mayor"), generator: 1, disputed: true, wantErr: types.ErrNotArbiter},
		{name: "the provider", arbiter: account("builder"), generator: 1, disputed: true, wantErr: types.ErrNotArbiter},
		{name: "a generator that does not exist", arbiter: account("judge"), generator: 2, disputed: true, wantErr: types.ErrGeneratorNotFound},
		{name: "no number", arbiter: account("judge"), disputed: true, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "an invalid address", arbiter: "judge", generator: 1, disputed: true, wantErr: sdkerrors.ErrInvalidAddress},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.installed()
			if !tc.unproved {
				f.prove(id)
			}
			if tc.disputed {
				f.dispute(id)
			}
			for _, uphold := range []bool{true, false} {
				mustRefuse(f, f.msgs.DecideDispute,
					types.MsgDecideDispute{Arbiter: tc.arbiter, Generator: tc.generator, Uphold: uphold}, tc.wantErr)
			}
		})
	}
}

// Requester and owners can object once each: a friend of the provider cannot use up the dispute of the owners.
func TestADismissedDisputeLeavesTheOwnersTheirs(t *testing.T) {
	f := newFixture(t)
	id := f.proved()
	f.dispute(id)
	f.decide(id, false)
	require.Equal(t, []*types.EventDisputeDecided{{Generator: id, Arbiter: account("judge")}}, events[*types.EventDisputeDecided](f))
	mustRefuse(f, f.msgs.RaiseDispute,
		types.MsgRaiseDispute{Requester: account("mayor"), Generator: id, Reason: "again"}, types.ErrInDispute)
	mustRefuse(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("judge"), Generator: id}, types.ErrNoDispute)

	resp := f.object(id, "ann")
	require.Equal(t, &types.MsgObjectResponse{Objecting: 6_000, DecideUntil: f.now() + 30*day}, resp)
	f.pass(14 * day)
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id), "the arbiter has to decide again")
	f.decide(id, true)
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
	require.Equal(t, uint64(upfront), f.dueOf(id, "builder"))
}

// A dispute before the proof does not shorten the time for it, whatever the time of the arbiter.
func TestADisputeDoesNotShortenTheTimeForTheProof(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.DecisionSeconds = 60 })
	id := f.installed()
	f.dispute(id)
	require.Equal(t, f.now()+14*day, f.generatorOf(id).Generator.Deadline)
	f.at(f.now() + 13*day)
	f.prove(id)
	f.pass(7 * day)
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
}

// While governance does not authorize the arbiter of a generator, another one stands in, but neither requester nor provider.
func TestAnotherArbiterStandsInForOneWithoutAuthority(t *testing.T) {
	f := newFixture(t)
	id := f.proved()
	f.dispute(id)
	f.setParams(func(p *types.Params) { p.Arbiters = []string{account("umpire")} })
	mustRefuse(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("judge"), Generator: id}, types.ErrNotArbiter)
	f.setParams(func(p *types.Params) {
		p.Arbiters = []string{account("builder"), account("umpire")}
		slices.Sort(p.Arbiters)
	})
	mustRefuse(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("builder"), Generator: id}, types.ErrRolesMixed)
	mustSend(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("umpire"), Generator: id, Uphold: true})
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, f.status(id))
}

// A dispute that is not upheld costs the deposit, also when one of the owners takes its place.
func TestADisputeCostsTheDepositWhateverTheOwnersDo(t *testing.T) {
	f := newFixture(t)
	id := f.proved()
	f.dispute(id)
	f.object(id, "ann")
	f.bank.Fund(f.ctx, accountBytes("mayor"), usolar(1_000_000))
	mustRefuse(f, f.msgs.Commission, types.MsgCommission{Requester: account("mayor"), Generator: id, AmountUsolar: 1_000_000}, types.ErrInDispute)
	f.decide(id, false)
	f.pass(14 * day)
	require.Zero(t, f.dueOf(id, "mayor"))
	require.Equal(t, uint64(advance+deposit), f.dueOf(id, "builder"))
}

func TestObject(t *testing.T) {
	f := newFixture(t)
	id := f.proved()
	require.Equal(t, &types.MsgObjectResponse{Objecting: 4_000}, f.object(id, "bob"))
	require.Nil(t, f.generatorOf(id).Generator.Dispute, "less than half of the shares")
	require.Equal(t, &types.MsgObjectResponse{Objecting: 4_000}, f.object(id, "bob"), "shares count once")
	mustSend(f, f.msgs.Object, types.MsgObject{Owner: account("bob"), Generator: id, Clear: true})
	require.Zero(t, f.purseOf(id).Objecting)
	f.object(id, "bob")
	resp := mustSend(f, f.msgs.Object, types.MsgObject{Owner: account("ann"), Generator: id, Reason: "the panels lie in the shade"})
	require.Equal(t, &types.MsgObjectResponse{Objecting: 10_000, DecideUntil: f.now() + 30*day}, resp)
	require.Equal(t, &types.Dispute{RaisedAt: f.now(), ByOwners: true, Reason: "the panels lie in the shade"}, f.generatorOf(id).Generator.Dispute)
	require.Len(t, events[*types.EventObjected](f), 5)
	f.decide(id, true)
	require.Zero(t, f.purseOf(id).Objecting)
	f.move(id, "ann", "eve", 1)
	require.False(t, f.holdingOf(id, "ann").Objects, "an objection ends with the installation")
}

func TestObjectRefuses(t *testing.T) {
	tests := []struct {
		name  string
		msg   types.MsgObject
		after int64

		wantErr error
	}{
		{name: "a stranger", msg: types.MsgObject{Owner: account("eve"), Generator: 1, Reason: "x"}, wantErr: types.ErrNotOwner},
		{name: "no reason", msg: types.MsgObject{Owner: account("ann"), Generator: 1}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a withdrawal with a reason", msg: types.MsgObject{Owner: account("ann"), Generator: 1, Reason: "x", Clear: true}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a withdrawal of none", msg: types.MsgObject{Owner: account("ann"), Generator: 1, Clear: true}, wantErr: types.ErrNoObjection},
		{name: "a generator that does not exist", msg: types.MsgObject{Owner: account("ann"), Generator: 2, Reason: "x"}, wantErr: types.ErrGeneratorNotFound},
		{name: "an invalid address", msg: types.MsgObject{Owner: "ann", Generator: 1, Reason: "x"}, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "when the time is over", msg: types.MsgObject{Owner: account("ann"), Generator: 1, Reason: "x"}, after: 14*day + 1, wantErr: types.ErrResponseOver},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.proved()
			f.at(f.now() + tc.after)
			mustRefuse(f, f.msgs.Object, tc.msg, tc.wantErr)
		})
	}
}
