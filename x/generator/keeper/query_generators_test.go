package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
)

// What happens next and what releases the bond, in every status.
func TestGeneratorExplains(t *testing.T) {
	tests := []struct {
		name     string
		status   types.GeneratorStatus
		bids     bool
		proved   bool
		silent   bool
		disputed bool
		refunded bool

		next, bond string
	}{
		{
			name: "open without bids", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS,

			next: "Providers may bid until 2026-01-08 12:00:00 UTC; without a bid the request expires then.",
			bond: "No bond is held.",
		},
		{
			name: "open with bids", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS, bids: true,

			next: "Providers may bid until 2026-01-08 12:00:00 UTC; from then on the requester may accept one bid of now 1.",
			bond: "500003ueur in bonds of bids are held; each goes back when its provider withdraws the bid.",
		},
		{
			name: "awaiting acceptance", status: types.GENERATOR_STATUS_AWAITING_ACCEPTANCE,

			next: "The requester may accept one of 1 bids until 2026-01-15 12:00:00 UTC; else the request expires.",
			bond: "500003ueur in bonds of bids are held until 2026-01-15 12:00:00 UTC, or until a bid is accepted.",
		},
		{
			name: "expired", status: types.GENERATOR_STATUS_EXPIRED,

			next: "Nothing follows; the bonds of bids can be taken back without a time limit.",
			bond: "No bond is held.",
		},
		{
			name: "funding", status: types.GENERATOR_STATUS_FUNDING,

			next: "10000 of 10000 shares can be pledged for 124ueur each until 2026-02-07 12:00:00 UTC; else all pledges are refunded.",
			bond: "The bond of 500003ueur is held and goes back at 2026-02-07 12:00:00 UTC if the funding fails, else at the commissioning.",
		},
		{
			name: "to be installed", status: types.GENERATOR_STATUS_PENDING_INSTALL,

			next: "The provider promised to install until 2026-02-07 12:00:00 UTC and has to until 2026-02-21 12:00:00 UTC; " +
				"else all pledges are refunded.",
			bond: "The bond of 500003ueur is held; the commissioning releases it, and it answers for the pledges if nothing is " +
				"installed until 2026-02-21 12:00:00 UTC.",
		},
		{
			name: "installed", status: types.GENERATOR_STATUS_INSTALLED,

			next: "The requester may commission or dispute it until 2026-02-01 12:00:00 UTC; silence commissions it if its meter " +
				"reports, else the arbiter decides.",
			bond: "The bond of 500003ueur is held; the commissioning releases it, and it answers for the pledges if the arbiter " +
				"rejects the installation.",
		},
		{
			name: "installed and proved", status: types.GENERATOR_STATUS_INSTALLED, proved: true,

			next: "The requester may commission or dispute it until 2026-02-01 12:00:00 UTC; its meter reported, so silence " +
				"commissions it.",
			bond: "The bond of 500003ueur is held; the commissioning releases it, and it answers for the pledges if the arbiter " +
				"rejects the installation.",
		},
		{
			name: "silence", status: types.GENERATOR_STATUS_INSTALLED, silent: true,

			next: "The arbiter decides until 2026-03-03 12:00:00 UTC because requester and meter are silent; a reading commissions " +
				"it at once, and without either all pledges are refunded.",
			bond: "The bond of 500003ueur is held; the commissioning releases it, and it answers for the pledges if the arbiter " +
				"rejects the installation.",
		},
		{
			name: "disputed", status: types.GENERATOR_STATUS_INSTALLED, disputed: true,

			next: "The arbiter decides about the dispute until 2026-02-17 12:00:00 UTC; else all pledges are refunded.",
			bond: "The bond of 500003ueur is held; the commissioning releases it, and it answers for the pledges if the arbiter " +
				"rejects the installation.",
		},
		{
			name: "active", status: types.GENERATOR_STATUS_ACTIVE,

			next: "Anyone may buy units until 2036-01-16 12:00:00 UTC, the end of its life.",
			bond: "The bond of 500003ueur was released to the provider at 2026-01-18 12:00:00 UTC.",
		},
		{
			name: "retired", status: types.GENERATOR_STATUS_RETIRED,

			next: "It no longer sells; owed money can be withdrawn without a time limit.",
			bond: "The bond of 500003ueur was released to the provider at 2026-01-18 12:00:00 UTC.",
		},
		{
			name: "refunding", status: types.GENERATOR_STATUS_REFUNDING,

			next: "Holders of 6000 shares may claim 124ueur for each, without a time limit.",
			bond: "The bond of 500003ueur was released to the provider.",
		},
		{
			name: "refunded", status: types.GENERATOR_STATUS_REFUNDING, refunded: true,

			next: "All pledges are refunded.",
			bond: "The bond of 500003ueur was released to the provider.",
		},
		{
			name: "defaulted", status: types.GENERATOR_STATUS_DEFAULTED,

			next: "Holders of 10000 shares may claim 132ueur for each, without a time limit.",
			bond: "The bond of 500003ueur went into the refunds of 132ueur for each share.",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(tc.status)
			if tc.bids {
				f.bid(bidMessage(id, "builder"), "builder")
			}
			if tc.proved {
				f.report(id, f.now())
			}
			if tc.silent {
				f.pass(14 * day)
			}
			if tc.disputed {
				f.dispute(id)
			}
			if tc.refunded {
				f.claim(id, "ann")
			}
			g := f.generatorOf(id)
			require.Equal(t, tc.next, g.Next)
			require.Equal(t, tc.bond, g.BondRelease)
		})
	}
}

func TestTheBondOfAnUndecidedDispute(t *testing.T) {
	f := newFixture(t)
	id := f.installed()
	f.dispute(id)
	f.pass(30 * day)
	require.Equal(t, "The upfront part went out of the bond of 500003ueur into the refunds; the rest was released to the provider.",
		f.generatorOf(id).BondRelease)
}

func TestGenerator(t *testing.T) {
	f := newFixture(t)
	id := f.funding()
	f.pledge(id, "ann", 100)
	require.Equal(t, uint64(9_900), f.generatorOf(id).SharesLeft)

	_, err := f.queries.Generator(f.ctx, &types.QueryGeneratorRequest{Generator: 2})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)
}

func TestGeneratorsByStatus(t *testing.T) {
	f := newFixture(t)
	active, refunding := f.active(), f.newWithStatus(types.GENERATOR_STATUS_REFUNDING)
	first, second := f.requested(), f.requested()
	tests := []struct {
		name   string
		status types.GeneratorStatus
		page   *query.PageRequest

		want    []uint64
		wantErr error
	}{
		{name: "all", want: []uint64{active, refunding, first, second}},
		{name: "open", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS, want: []uint64{first, second}},
		{name: "active", status: types.GENERATOR_STATUS_ACTIVE, want: []uint64{active}},
		{name: "of one entry a page", status: types.GENERATOR_STATUS_OPEN_FOR_BIDS, page: &query.PageRequest{Limit: 1}, want: []uint64{first}},
		{name: "none", status: types.GENERATOR_STATUS_RETIRED},
		{name: "of a status that does not exist", status: 11, wantErr: sdkerrors.ErrInvalidRequest},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			resp, err := f.queries.Generators(f.ctx, &types.QueryGeneratorsRequest{Status: tc.status, Pagination: tc.page})
			require.ErrorIs(t, err, tc.wantErr)
			var got []uint64
			for _, g := range resp.GetGenerators() {
				got = append(got, g.Generator.Id)
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func TestBids(t *testing.T) {
	f := newFixture(t)
	first, second := f.requested(), f.requested()
	for _, name := range []string{"builder", "other"} {
		f.bid(bidMessage(first, name), name)
	}
	f.bid(bidMessage(second, "builder"), "builder")

	resp, err := f.queries.Bids(f.ctx, &types.QueryBidsRequest{Generator: first})
	require.NoError(t, err)
	require.Len(t, resp.Bids, 2)
	want := []string{account("builder"), account("other")}
	if bytes.Compare(accountBytes("builder"), accountBytes("other")) > 0 {
		want[0], want[1] = want[1], want[0]
	}
	require.Equal(t, want, []string{resp.Bids[0].Provider, resp.Bids[1].Provider}, "by the bytes of the address")
	_, err = f.queries.Bids(f.ctx, &types.QueryBidsRequest{Generator: 9})
	require.ErrorIs(t, err, types.ErrGeneratorNotFound)

	mine, err := f.queries.BidsByProvider(f.ctx, &types.QueryBidsByProviderRequest{Provider: account("builder")})
	require.NoError(t, err)
	require.Len(t, mine.Bids, 2)
	require.Equal(t, []uint64{first, second}, []uint64{mine.Bids[0].Generator, mine.Bids[1].Generator})
	_, err = f.queries.BidsByProvider(f.ctx, &types.QueryBidsByProviderRequest{Provider: "builder"})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidAddress)
}

// The record of a provider counts its jobs; the list has every provider that ever won a bid.
func TestProviders(t *testing.T) {
	f := newFixture(t)
	f.active()
	f.newWithStatus(types.GENERATOR_STATUS_REFUNDING)
	f.newWithStatus(types.GENERATOR_STATUS_DEFAULTED)
	f.funding()
	want := types.ProviderRecord{Provider: account("builder"), OpenJobs: 1, Completed: 1, Defaulted: 1, Unfunded: 1}
	require.Equal(t, want, f.record("builder"))

	resp, err := f.queries.Providers(f.ctx, &types.QueryProvidersRequest{})
	require.NoError(t, err)
	require.Equal(t, []types.ProviderRecord{want}, resp.Records)

	require.Equal(t, types.ProviderRecord{Provider: account("stranger")}, f.record("stranger"))
	_, err = f.queries.Provider(f.ctx, &types.QueryProviderRequest{Provider: "invalid"})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidAddress)
}
