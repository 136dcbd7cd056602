package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

// The confirmation of the requester returns the deposit; the time to object passes all the same.
func TestCommission(t *testing.T) {
	f := newFixture(t)
	id := f.proved()
	f.bank.Fund(f.ctx, accountBytes("mayor"), usolar(1_500_000))
	f.reasons()

	resp := mustSend(f, f.msgs.Commission, types.MsgCommission{Requester: account("mayor"), Generator: id, AmountUsolar: 1_500_000})

	g := f.generatorOf(id)
	require.Equal(t, g.Generator.RespondUntil, resp.Deadline)
	require.Equal(t, f.now(), g.Generator.ConfirmedAt)
	f.pass(14*day - 1)
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id))
	events[*types.EventDueCredited](f)
	f.pass(1)

	g = f.generatorOf(id)
	require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, g.Generator.Status)
	require.Equal(t, f.now(), g.Generator.CommissionedAt)
	require.Equal(t, f.now()+trial, g.Generator.Deadline)
	require.NotZero(t, g.Generator.Meter, "the meter stays")
	require.Equal(t, types.Purse{
		Bond: bond, Pledged: cost - advance, Paid: advance, Due: advance + deposit, Maintenance: surplus, MaintenanceUsolar: 1_500_000,
		Weight: types.TotalShares,
	}, g.Purse)
	require.Equal(t, []*types.EventDueCredited{
		{Generator: id, Account: account("builder"), Reason: types.DueCommission, Amount: ueur(advance - upfront), Due: advance},
		{Generator: id, Account: account("mayor"), Reason: types.DueDeposit, Amount: ueur(deposit), Due: deposit},
	}, events[*types.EventDueCredited](f))
	require.Equal(t, types.ProviderRecord{Provider: account("builder"), OpenJobs: 1}, f.record("builder"))

	require.Equal(t, uint64(advance), f.withdrawDue(id, "builder"))
	require.Equal(t, int64(advance), f.balance("builder", "ueur"))
	require.Equal(t, uint64(deposit), f.withdrawDue(id, "mayor"))
}

func TestCommissionRefuses(t *testing.T) {
	tests := []struct {
		name      string
		requester string
		generator uint64
		amount    uint64
		unproved  bool
		disputed  bool
		confirmed bool

		wantErr error
	}{
		{name: "before the proof", requester: account("mayor"), generator: 1, amount: 1_000_000, unproved: true, wantErr: types.ErrNotProved},
		{name: "after a dispute", requester: account("mayor"), generator: 1, amount: 1_000_000, disputed: true, wantErr: types.ErrInDispute},
		{name: "a second time", requester: account("mayor"), generator: 1, amount: 1_000_000, confirmed: true, wantErr: types.ErrConfirmed},
		{name: "the provider", requester: account("builder"), generator: 1, amount: 1_000_000, wantErr: types.ErrNotRequester},
		{name: "nothing sent", requester: account("mayor"), generator: 1, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "less than a token", requester: account("mayor"), generator: 1, amount: 999_999, wantErr: types.ErrTooFewTokens},
		{name: "more than the maximum amount", requester: account("mayor"), generator: 1, amount: types.MaxAmount + 1, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "what the requester does not have", requester: account("mayor"), generator: 1, amount: 1_000_001, wantErr: sdkerrors.ErrInsufficientFunds},
		{name: "a generator that does not exist", requester: account("mayor"), generator: 2, amount: 1_000_000, wantErr: types.ErrGeneratorNotFound},
		{name: "an invalid address", requester: "mayor", generator: 1, amount: 1_000_000, wantErr: sdkerrors.ErrInvalidAddress},
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
			if tc.confirmed {
				f.confirm(id)
			}
			f.bank.Fund(f.ctx, accountBytes("mayor"), usolar(1_000_000))
			f.bank.Fund(f.ctx, accountBytes("builder"), usolar(1_000_000))
			mustRefuse(f, f.msgs.Commission,
				types.MsgCommission{Requester: tc.requester, Generator: tc.generator, AmountUsolar: tc.amount}, tc.wantErr)
		})
	}
}

// The smallest and the largest projects: a share costs at least a base unit, so a cost of 1 leaves 9,999 for maintenance.
func TestCommissionAtTheBounds(t *testing.T) {
	tests := []struct {
		name             string
		deposit, cost    uint64
		upfrontBps       uint32
		bond, commission uint64

		wantSharePrice, wantMaintenance uint64
	}{
		{
			name: "everything as small as can be", deposit: 1, cost: 1, bond: 1, commission: 1,

			wantSharePrice: 1, wantMaintenance: 9_999,
		},
		{
			name: "all upfront", deposit: 1, cost: 1, upfrontBps: 10_000, bond: 1, commission: 1,

			wantSharePrice: 1, wantMaintenance: 9_999,
		},
		{
			name: "a cost that divides evenly", deposit: 2, cost: 20_000, upfrontBps: 5_000, bond: 10_000, commission: 1,

			wantSharePrice: 2, wantMaintenance: 0,
		},
		{
			name: "everything as large as can be", deposit: types.MaxAmount, cost: types.MaxAmount, upfrontBps: 10_000,
			bond: types.MaxAmount, commission: types.MaxAmount,

			wantSharePrice: 115_292_150_460_685, wantMaintenance: 3_024,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.setParams(func(p *types.Params) { p.MinCommissionUsolar, p.MinDepositBps = 1, 0 })
			ask := requestMessage()
			ask.Deposit = tc.deposit
			id := f.openBidding(ask)
			bid := bidMessage(id, "builder")
			bid.Cost, bid.UpfrontBps, bid.CommissionBps, bid.Bond = tc.cost, tc.upfrontBps, 0, tc.bond
			f.bid(bid, "builder")
			f.pass(7 * day)
			f.accept(id, "builder")
			require.Equal(t, tc.wantSharePrice, f.generatorOf(id).Generator.SharePrice)
			f.pledge(id, "ann", types.TotalShares)
			f.markInstalled(id)
			f.prove(id)
			f.bank.Fund(f.ctx, accountBytes("mayor"), coin("usolar", tc.commission))
			mustSend(f, f.msgs.Commission,
				types.MsgCommission{Requester: account("mayor"), Generator: id, AmountUsolar: tc.commission})
			f.pass(14 * day)
			f.deliver(id)

			require.Equal(t, tc.wantMaintenance, f.purseOf(id).Maintenance)
			require.Equal(t, tc.cost+tc.bond, f.withdrawDue(id, "builder"))
			require.Equal(t, tc.deposit, f.withdrawDue(id, "mayor"))
			require.Equal(t, int64(tc.wantMaintenance), f.held("ueur"))
		})
	}
}

// Payments may be in solar tokens too; then both denoms are one, and the buckets stay apart.
func TestAGeneratorPaidInSolarTokens(t *testing.T) {
	f := newFixture(t)
	ask := requestMessage()
	ask.PaymentDenom = types.SolarDenom
	id := f.openBidding(ask)
	f.bid(bidMessage(id, "builder"), "builder")
	f.pass(7 * day)
	f.accept(id, "builder")
	f.pledge(id, "ann", types.TotalShares)
	f.markInstalled(id)
	f.commission(id)
	f.deliver(id)
	require.Equal(t, int64(cost+bond+deposit+surplus+1_000_000), f.held("usolar"))
	f.withdrawDue(id, "builder")
	f.withdrawDue(id, "mayor")
	require.Equal(t, int64(surplus+1_000_000), f.held("usolar"))
}
