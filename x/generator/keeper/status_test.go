package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Each message of the life of a generator needs its status; in every other one it is refused and changes nothing.
func TestEachMessageNeedsItsStatus(t *testing.T) {
	tests := []struct {
		name string
		at   []types.GeneratorStatus
	}{
		{name: "place bid", at: []types.GeneratorStatus{types.GENERATOR_STATUS_OPEN_FOR_BIDS}},
		{name: "accept bid", at: []types.GeneratorStatus{types.GENERATOR_STATUS_AWAITING_ACCEPTANCE}},
		{name: "pledge", at: []types.GeneratorStatus{types.GENERATOR_STATUS_FUNDING}},
		{name: "mark installed", at: []types.GeneratorStatus{
			types.GENERATOR_STATUS_PENDING_INSTALL, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL,
			types.GENERATOR_STATUS_ACTIVE,
		}},
		{name: "commission", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "raise dispute", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "object", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "decide dispute", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "retire", at: []types.GeneratorStatus{types.GENERATOR_STATUS_ACTIVE}},
	}
	for status := types.GENERATOR_STATUS_OPEN_FOR_BIDS; status <= types.GENERATOR_STATUS_ON_TRIAL; status++ {
		t.Run(status.String(), func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(status)
			f.bank.Fund(f.ctx, accountBytes("stranger"), ueur(bond))
			f.bank.Fund(f.ctx, accountBytes("mayor"), usolar(1_000_000))
			for _, tc := range tests {
				if !slices.Contains(tc.at, status) {
					t.Run(tc.name, func(t *testing.T) { refuseStatus(f, tc.name, id) })
				}
			}
		})
	}
}

func refuseStatus(f *fixture, message string, id uint64) {
	f.t.Helper()
	mayor, judge, stranger := account("mayor"), account("judge"), account("stranger")
	want := types.ErrWrongStatus
	switch message {
	case "place bid":
		mustRefuse(f, f.msgs.PlaceBid, bidMessage(id, "stranger"), want)
	case "accept bid":
		mustRefuse(f, f.msgs.AcceptBid, types.MsgAcceptBid{Requester: mayor, Generator: id, Provider: account("builder")}, want)
	case "pledge":
		mustRefuse(f, f.msgs.Pledge, types.MsgPledge{Financier: stranger, Generator: id, Shares: 1}, want)
	case "mark installed":
		meter := f.addMeter(account("builder"))
		msg := types.MsgMarkInstalled{Installer: account("builder"), Generator: id, Meter: meter}
		mustRefuse(f, f.msgs.MarkInstalled, msg, want)
	case "commission":
		mustRefuse(f, f.msgs.Commission, types.MsgCommission{Requester: mayor, Generator: id, AmountUsolar: 1_000_000}, want)
	case "raise dispute":
		mustRefuse(f, f.msgs.RaiseDispute, types.MsgRaiseDispute{Requester: mayor, Generator: id, Reason: "no light"}, want)
	case "object":
		mustRefuse(f, f.msgs.Object, types.MsgObject{Owner: account("ann"), Generator: id, Reason: "no light"}, want)
	case "decide dispute":
		mustRefuse(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: judge, Generator: id}, want)
	case "retire":
		mustRefuse(f, f.msgs.VoteRetirement, types.MsgVoteRetirement{Owner: account("ann"), Generator: id}, want)
	}
}

// An error names the expected and the present status, without the prefix of the enum.
func TestErrorsNameBothStatuses(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	_, err := f.msgs.Pledge(f.ctx, &types.MsgPledge{Financier: account("ann"), Generator: id, Shares: 1})
	require.EqualError(t, err, "generator 1: expected FUNDING, got ACTIVE: generator has the wrong status")
	_, err = f.msgs.ClaimMaintenance(f.ctx, &types.MsgClaimMaintenance{
		Requester: account("mayor"), Recipient: account("ann"), Generator: f.funding(), Amount: ueur(1), Purpose: "oil",
	})
	require.EqualError(t, err, "generator 2: expected ON_TRIAL or ACTIVE or RETIRED, got FUNDING: generator has the wrong status")
}
