package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Requirement: a financier sees how far the money is covered and until when, what can be refunded and what was earned.
func TestPortfolio(t *testing.T) {
	f, id := fullFixture(t)
	funding := f.funding()
	f.pledge(funding, "ann", 10)

	resp, err := f.queries.Portfolio(f.ctx, &types.QueryPortfolioRequest{Account: account("ann")})

	require.NoError(t, err)
	require.Len(t, resp.Holdings, 4)
	failed, sells, covered := resp.Holdings[0], resp.Holdings[2], resp.Holdings[3]
	require.Equal(t, uint64(6_000*sharePrice), failed.WithdrawableDue)
	require.Zero(t, failed.Covered)
	require.Equal(t, id, sells.Holding.Generator)
	require.Positive(t, sells.WithdrawableUsolar)
	require.Equal(t, sells.WithdrawableUsolar, sells.EarnedUsolar)
	require.Equal(t, uint64(10*sharePrice), covered.Covered)
	require.Equal(t, f.generatorOf(funding).Generator.Deadline, covered.CoveredUntil)
	require.Equal(t, "ueur", covered.PaymentDenom)

	page, err := f.queries.Portfolio(f.ctx, &types.QueryPortfolioRequest{Account: account("ann"), Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, page.Holdings, 1)
	require.NotEmpty(t, page.Pagination.NextKey)
}

// Earned revenue includes what was withdrawn.
func TestHolding(t *testing.T) {
	f, id := fullFixture(t)

	bob, err := f.queries.Holding(f.ctx, &types.QueryHoldingRequest{Generator: id, Account: account("bob")})
	require.NoError(t, err)
	require.Zero(t, bob.Holding.WithdrawableUsolar)
	require.Equal(t, bob.Holding.Holding.Withdrawn, bob.Holding.EarnedUsolar)
	require.Positive(t, bob.Holding.EarnedUsolar)
	require.Equal(t, uint64(3_000), bob.Holding.FreeShares)

	_, err = f.queries.Holding(f.ctx, &types.QueryHoldingRequest{Generator: id, Account: account("stranger")})
	require.ErrorIs(t, err, types.ErrHoldingNotFound)
	_, err = f.queries.Holding(f.ctx, &types.QueryHoldingRequest{Generator: 99, Account: account("ann")})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
	holdings, err := f.queries.Holdings(f.ctx, &types.QueryHoldingsRequest{Generator: id})
	require.NoError(t, err)
	require.Contains(t, holdings.Holdings, bob.Holding)
}

func TestListingsLeasesAndDue(t *testing.T) {
	f, id := fullFixture(t)

	listings, err := f.queries.Listings(f.ctx, &types.QueryListingsRequest{Generator: id})
	require.NoError(t, err)
	require.Len(t, listings.Listings, 2)
	one, err := f.queries.Listing(f.ctx, &types.QueryListingRequest{Generator: id, Listing: 2})
	require.NoError(t, err)
	require.Equal(t, listings.Listings[1], one.Listing)
	require.Equal(t, uint64(100), one.Listing.Shares)
	_, err = f.queries.Listing(f.ctx, &types.QueryListingRequest{Generator: id, Listing: 3})
	require.ErrorIs(t, err, types.ErrListingNotFound)

	leases, err := f.queries.Leases(f.ctx, &types.QueryLeasesRequest{Generator: id})
	require.NoError(t, err)
	require.Equal(t, account("eve"), leases.Leases[0].Lease.Lessee)

	kinds := map[string]int{}
	for _, it := range f.work.Pending(f.ctx) {
		kinds[it.Kind]++
	}
	require.Equal(t, map[string]int{"deadline": 3, "voucher": 2, "listing": 2, "lease": 1}, kinds)
	require.Empty(t, f.work.Failed(f.ctx))

	for _, ask := range []func() error{
		func() error {
			_, err := f.queries.Listings(f.ctx, &types.QueryListingsRequest{Generator: 99})
			return err
		},
		func() error { _, err := f.queries.Leases(f.ctx, &types.QueryLeasesRequest{Generator: 99}); return err },
		func() error {
			_, err := f.queries.Holdings(f.ctx, &types.QueryHoldingsRequest{Generator: 99})
			return err
		},
	} {
		require.ErrorIs(t, ask(), types.ErrGeneratorNotFound)
	}
}
