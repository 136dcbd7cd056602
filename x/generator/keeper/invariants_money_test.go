package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
)

const (
	bucketsHold  = "the module account holds what is in the buckets"
	sharesAddUp  = "the shares of a generator are those of its holdings, and all of them once it is funded"
	pledgesThere = "pledges are held in full until they are paid on or refunded"
	owedAddsUp   = "the buckets hold what accounts can withdraw, and revenue covers what was withdrawn, owed and carried"
	bondsAnswer  = "bonds and deposits are held as long as they secure something"
)

// A base unit too many or too few in any bucket is found.
func TestMoneyInvariantsFindDamage(t *testing.T) {
	tests := []struct {
		name   string
		status types.GeneratorStatus
		change func(g *types.Generator, purse *types.Purse)

		want string
	}{
		{
			name: "a bucket that is too full", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Maintenance++ },
			want:   bucketsHold,
		},
		{
			name: "a bucket of solar tokens that is too full", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.MaintenanceUsolar++ },
			want:   bucketsHold,
		},
		{
			name: "a share that no account holds", status: types.GENERATOR_STATUS_FUNDING,
			change: func(g *types.Generator, purse *types.Purse) { g.Shares, purse.Weight, purse.Pledged = 1, 1, sharePrice },
			want:   sharesAddUp,
		},
		{
			name: "a weight that is not that of the shares", status: types.GENERATOR_STATUS_FUNDING,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Weight = 1 },
			want:   sharesAddUp,
		},
		{
			name: "pledges that lack something", status: types.GENERATOR_STATUS_PENDING_INSTALL,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Pledged-- },
			want:   pledgesThere,
		},
		{
			name: "pledges that are left over", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Pledged++ },
			want:   pledgesThere,
		},
		{
			name: "a refund that is not in full", status: types.GENERATOR_STATUS_REFUNDING,
			change: func(g *types.Generator, purse *types.Purse) {
				purse.RefundPerShare--
				purse.Pledged -= g.Shares
			},
			want: pledgesThere,
		},
		{
			name: "a refund that was never paid", status: types.GENERATOR_STATUS_REFUNDING,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Refunded++ },
			want:   pledgesThere,
		},
		{
			name: "pay that neither units nor the bond cover", status: types.GENERATOR_STATUS_ON_TRIAL,
			change: func(_ *types.Generator, purse *types.Purse) {
				purse.Pledged -= bond
				purse.Paid += bond
			},
			want: pledgesThere,
		},
		{
			name: "money due to no account", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Due++ },
			want:   owedAddsUp,
		},
		{
			name: "revenue owed to no account", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Owed++ },
			want:   owedAddsUp,
		},
		{
			name: "revenue that was never paid", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Carry++ },
			want:   owedAddsUp,
		},
		{
			name: "revenue that was never withdrawn", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Withdrawn++ },
			want:   owedAddsUp,
		},
		{
			name: "a bond of a bid that is gone", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS,
			change: func(_ *types.Generator, purse *types.Purse) { purse.BidBonds++ },
			want:   bondsAnswer,
		},
		{
			name: "a bid that is counted twice", status: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE,
			change: func(g *types.Generator, _ *types.Purse) { g.Bids++ },
			want:   bondsAnswer,
		},
		{
			name: "a bond that is too small", status: types.GENERATOR_STATUS_INSTALLED,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Bond-- },
			want:   bondsAnswer,
		},
		{
			name: "a bond that secures nothing", status: types.GENERATOR_STATUS_RETIRED,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Bond++ },
			want:   bondsAnswer,
		},
		{
			name: "a deposit that is gone", status: types.GENERATOR_STATUS_PENDING_INSTALL,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Deposit = 0 },
			want:   bondsAnswer,
		},
		{
			name: "a deposit that was not given back", status: types.GENERATOR_STATUS_EXPIRED,
			change: func(_ *types.Generator, purse *types.Purse) { purse.Deposit = 1 },
			want:   bondsAnswer,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(tc.status)
			require.NoError(t, f.keeper.Damage(f.ctx, id, tc.change))
			found := map[string]bool{}
			for _, inv := range f.keeper.Invariants() {
				if err := inv.Check(f.ctx); err != nil {
					require.ErrorIs(t, err, invariant.ErrBroken)
					found[inv.Name] = true
				}
			}
			require.True(t, found[tc.want], "found: %v", found)
		})
	}
}
