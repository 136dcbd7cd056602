package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
)

const (
	bucketsHold  = "the module account holds what is in the buckets"
	sharesAddUp  = "the shares of a generator are those of its holdings, and all of them once it is funded"
	pledgesThere = "pledges are there in full until they are paid on or refunded"
	owedAddsUp   = "what holders can withdraw is there, and revenue is what was withdrawn, owed and carried"
	bondsAnswer  = "bonds and deposits are held as long as they answer for something"
)

// A base unit too many or too few anywhere is noticed.
func TestMoneyInvariantsNotice(t *testing.T) {
	tests := []struct {
		name   string
		status types.GeneratorStatus
		change func(g *types.Generator, b *types.Books)

		want string
	}{
		{
			name: "a bucket that is too full", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.Maintenance++ },
			want:   bucketsHold,
		},
		{
			name: "a bucket of solar tokens that is too full", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.MaintenanceUsolar++ },
			want:   bucketsHold,
		},
		{
			name: "a share that nobody has", status: types.GENERATOR_STATUS_FUNDING,
			change: func(g *types.Generator, b *types.Books) { g.Shares, b.Weight, b.Pledged = 1, 1, sharePrice },
			want:   sharesAddUp,
		},
		{
			name: "a weight that is not that of the shares", status: types.GENERATOR_STATUS_FUNDING,
			change: func(_ *types.Generator, b *types.Books) { b.Weight = 1 },
			want:   sharesAddUp,
		},
		{
			name: "pledges that lack something", status: types.GENERATOR_STATUS_PENDING_INSTALL,
			change: func(_ *types.Generator, b *types.Books) { b.Pledged-- },
			want:   pledgesThere,
		},
		{
			name: "pledges that are left over", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.Pledged++ },
			want:   pledgesThere,
		},
		{
			name: "a refund that is not in full", status: types.GENERATOR_STATUS_REFUNDING,
			change: func(g *types.Generator, b *types.Books) {
				g.RefundPerShare--
				b.Pledged -= g.Shares
			},
			want: pledgesThere,
		},
		{
			name: "a refund that nobody got", status: types.GENERATOR_STATUS_REFUNDING,
			change: func(_ *types.Generator, b *types.Books) { b.Refunded++ },
			want:   pledgesThere,
		},
		{
			name: "money due to nobody", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.Due++ },
			want:   owedAddsUp,
		},
		{
			name: "revenue owed to nobody", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.Owed++ },
			want:   owedAddsUp,
		},
		{
			name: "revenue that nobody paid", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.Carry++ },
			want:   owedAddsUp,
		},
		{
			name: "revenue that nobody withdrew", status: types.GENERATOR_STATUS_ACTIVE,
			change: func(_ *types.Generator, b *types.Books) { b.Withdrawn++ },
			want:   owedAddsUp,
		},
		{
			name: "a bond of a bid that is gone", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS,
			change: func(_ *types.Generator, b *types.Books) { b.BidBonds++ },
			want:   bondsAnswer,
		},
		{
			name: "a bid that is counted twice", status: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE,
			change: func(g *types.Generator, _ *types.Books) { g.Bids++ },
			want:   bondsAnswer,
		},
		{
			name: "a bond that is too small", status: types.GENERATOR_STATUS_INSTALLED,
			change: func(_ *types.Generator, b *types.Books) { b.Bond-- },
			want:   bondsAnswer,
		},
		{
			name: "a bond that answers for nothing", status: types.GENERATOR_STATUS_RETIRED,
			change: func(_ *types.Generator, b *types.Books) { b.Bond++ },
			want:   bondsAnswer,
		},
		{
			name: "a deposit that is gone", status: types.GENERATOR_STATUS_PENDING_INSTALL,
			change: func(_ *types.Generator, b *types.Books) { b.Deposit = 0 },
			want:   bondsAnswer,
		},
		{
			name: "a deposit that was not given back", status: types.GENERATOR_STATUS_EXPIRED,
			change: func(_ *types.Generator, b *types.Books) { b.Deposit = 1 },
			want:   bondsAnswer,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.reach(tc.status)
			require.NoError(t, f.keeper.Spoil(f.ctx, id, tc.change))
			noticed := map[string]bool{}
			for _, invariant := range f.keeper.Invariants() {
				if err := invariant.Check(f.ctx); err != nil {
					require.ErrorIs(t, err, types.ErrInvariantBroken)
					noticed[invariant.Name] = true
				}
			}
			require.True(t, noticed[tc.want], "noticed: %v", noticed)
		})
	}
}
