package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Each message of the life of a generator needs its status, in every other it is refused and changes nothing.
func TestEachMessageNeedsItsStatus(t *testing.T) {
	tests := []struct {
		name string
		at   []types.GeneratorStatus
	}{
		{name: "place bid", at: []types.GeneratorStatus{types.GENERATOR_STATUS_OPEN_FOR_BIDS}},
		{name: "accept bid", at: []types.GeneratorStatus{types.GENERATOR_STATUS_AWAITING_ACCEPTANCE}},
		{name: "pledge", at: []types.GeneratorStatus{types.GENERATOR_STATUS_FUNDING}},
		{name: "claim refund", at: []types.GeneratorStatus{types.GENERATOR_STATUS_REFUNDING, types.GENERATOR_STATUS_DEFAULTED}},
		{name: "mark installed", at: []types.GeneratorStatus{
			types.GENERATOR_STATUS_PENDING_INSTALL, types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ACTIVE,
		}},
		{name: "commission", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "raise dispute", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "decide dispute", at: []types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED}},
		{name: "retire", at: []types.GeneratorStatus{types.GENERATOR_STATUS_ACTIVE}},
	}
	for status := types.GENERATOR_STATUS_OPEN_FOR_BIDS; status <= types.GENERATOR_STATUS_DEFAULTED; status++ {
		t.Run(status.String(), func(t *testing.T) {
			f := newFixture(t)
			id := f.reach(status)
			f.bank.Fund(f.ctx, accountBytes("somebody"), ueur(bond))
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
	mayor, judge, somebody := account("mayor"), account("judge"), account("somebody")
	want := types.ErrWrongStatus
	switch message {
	case "place bid":
		refused(f, f.msgs.PlaceBid, offer(id, "somebody"), want)
	case "accept bid":
		refused(f, f.msgs.AcceptBid, types.MsgAcceptBid{Requester: mayor, Generator: id, Provider: account("builder")}, want)
	case "pledge":
		refused(f, f.msgs.Pledge, types.MsgPledge{Financier: somebody, Generator: id, Shares: 1}, want)
	case "claim refund":
		refused(f, f.msgs.ClaimRefund, types.MsgClaimRefund{Financier: account("ann"), Generator: id}, want)
	case "mark installed":
		meter := f.addMeter(account("builder"))
		msg := types.MsgMarkInstalled{Installer: account("builder"), Generator: id, Meter: meter}
		refused(f, f.msgs.MarkInstalled, msg, want)
	case "commission":
		refused(f, f.msgs.Commission, types.MsgCommission{Requester: mayor, Generator: id, AmountUsolar: 1_000_000}, want)
	case "raise dispute":
		refused(f, f.msgs.RaiseDispute, types.MsgRaiseDispute{Requester: mayor, Generator: id, Reason: "no light"}, want)
	case "decide dispute":
		refused(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: judge, Generator: id}, want)
	case "retire":
		refused(f, f.msgs.RetireGenerator, types.MsgRetireGenerator{Sender: judge, Generator: id}, want)
	}
}

// An error says what was expected and what came, in the words that people use.
func TestWrongStatusSaysWhich(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	_, err := f.msgs.Pledge(f.ctx, &types.MsgPledge{Financier: account("ann"), Generator: id, Shares: 1})
	require.EqualError(t, err, "generator 1: expected FUNDING, got ACTIVE: generator has the wrong status")
	_, err = f.msgs.ClaimRefund(f.ctx, &types.MsgClaimRefund{Financier: account("ann"), Generator: id})
	require.EqualError(t, err, "generator 1: expected REFUNDING or DEFAULTED, got ACTIVE: generator has the wrong status")
}
