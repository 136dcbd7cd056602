package keeper_test

import (
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
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id), "the deadline of the requester is gone")
}

func TestRaiseDisputeRefuses(t *testing.T) {
	tests := []struct {
		name      string
		requester string
		generator uint64
		reason    string
		disputed  bool

		wantErr error
	}{
		{name: "the provider", requester: account("builder"), generator: 1, reason: "x", wantErr: types.ErrNotRequester},
		{name: "the arbiter", requester: account("judge"), generator: 1, reason: "x", wantErr: types.ErrNotRequester},
		{name: "no reason", requester: account("mayor"), generator: 1, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a long story", requester: account("mayor"), generator: 1, reason: strings.Repeat("x", 513), wantErr: sdkerrors.ErrInvalidRequest},
		{name: "a generator that does not exist", requester: account("mayor"), generator: 2, reason: "x", wantErr: types.ErrGeneratorNotFound},
		{name: "an invalid address", requester: "mayor", generator: 1, reason: "x", wantErr: sdkerrors.ErrInvalidAddress},
		{name: "a second one", requester: account("mayor"), generator: 1, reason: "x", disputed: true, wantErr: types.ErrInDispute},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.installed()
			if tc.disputed {
				f.dispute(id)
			}
			mustRefuse(f, f.msgs.RaiseDispute,
				types.MsgRaiseDispute{Requester: tc.requester, Generator: tc.generator, Reason: tc.reason}, tc.wantErr)
		})
	}
}

// A dispute by silence becomes one by the requester, with a new deadline, but only once.
func TestTheRequesterReplacesADisputeBySilence(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.pass(14 * day)
	require.True(t, f.generatorOf(id).Generator.Dispute.BySilence)
	f.pass(29 * day)
	f.dispute(id)
	g := f.generatorOf(id).Generator
	require.False(t, g.Dispute.BySilence)
	require.Equal(t, f.now()+30*day, g.Deadline)
	mustRefuse(f, f.msgs.RaiseDispute,
		types.MsgRaiseDispute{Requester: account("mayor"), Generator: id, Reason: "again"}, types.ErrInDispute)
}

// In the block of the reading that ends the silence the requester may still object. Then the arbiter decides: otherwise the
// requester could, in that block, refund pledges out of the bond of a provider that kept its promise.
func TestADisputeInTheBlockOfTheReadingIsForTheArbiter(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.pass(14 * day)
	f.at(f.now() + day)
	f.report(id, f.now()-900)
	f.dispute(id)
	f.endBlock()
	g := f.generatorOf(id).Generator
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, g.Status)
	require.Equal(t, f.now()+30*day, g.Deadline)
	f.decide(id, true)
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id))
}

// The deposit goes to the provider if the arbiter commissions, else back to the requester.
func TestDecideDispute(t *testing.T) {
	pool := types.TotalShares*sharePrice - upfront + bond
	tests := []struct {
		name       string
		commission bool

		status         types.GeneratorStatus
		purse          types.Purse
		mayor, builder uint64
		record         types.ProviderRecord
	}{
		{
			name: "it stands", commission: true,

			status:  types.GENERATOR_STATUS_ACTIVE,
			purse:   types.Purse{Due: cost + bond + deposit, Maintenance: surplus, Weight: types.TotalShares},
			builder: cost + bond + deposit,
			record:  types.ProviderRecord{Provider: account("builder"), Completed: 1},
		},
		{
			name: "it does not",

			status:  types.GENERATOR_STATUS_DEFAULTED,
			purse:   types.Purse{Due: deposit + upfront + pool%10_000, Pledged: pool / 10_000 * 10_000, Weight: types.TotalShares},
			mayor:   deposit + pool%10_000,
			builder: upfront,
			record:  types.ProviderRecord{Provider: account("builder"), Defaulted: 1},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.installed()
			f.dispute(id)
			meter := f.generatorOf(id).Generator.Meter

			resp := mustSend(f, f.msgs.DecideDispute,
				types.MsgDecideDispute{Arbiter: account("judge"), Generator: id, Commission: tc.commission})

			require.Equal(t, tc.status, resp.Status)
			g := f.generatorOf(id)
			require.Equal(t, tc.status, g.Generator.Status)
			require.Nil(t, g.Generator.Dispute)
			require.Equal(t, tc.purse, g.Purse)
			require.Equal(t, tc.mayor, f.dueOf(id, "mayor"))
			require.Equal(t, tc.builder, f.dueOf(id, "builder"))
			require.Equal(t, tc.record, f.record("builder"))
			require.Equal(t, tc.commission, f.meters.Get(f.ctx, meter).IsBound())
			require.Equal(t, []*types.EventDisputeDecided{{Generator: id, Arbiter: account("judge"), Commission: tc.commission}},
				events[*types.EventDisputeDecided](f))
		})
	}
}

func TestDecideDisputeRefuses(t *testing.T) {
	tests := []struct {
		name      string
		arbiter   string
		generator uint64
		disputed  bool

		wantErr error
	}{
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
			if tc.disputed {
				f.dispute(id)
			}
			for _, commission := range []bool{true, false} {
				mustRefuse(f, f.msgs.DecideDispute,
					types.MsgDecideDispute{Arbiter: tc.arbiter, Generator: tc.generator, Commission: commission}, tc.wantErr)
			}
		})
	}
}

// The requester may still commission during a dispute.
func TestCommissionEndsADispute(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.dispute(id)
	f.commission(id)
	require.Equal(t, uint64(deposit), f.dueOf(id, "mayor"))
	mustRefuse(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("judge"), Generator: id}, types.ErrWrongStatus)
}
