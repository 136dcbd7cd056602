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
	const held = "The bond of 500003ueur is held until the end of the trial; it goes to the shares if the installation is not proved."
	tests := []struct {
		name      string
		status    types.GeneratorStatus
		bids      bool
		proved    bool
		confirmed bool
		disputed  bool
		refunded  bool

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
			bond: "The bond of 500003ueur is held and goes back at 2026-02-07 12:00:00 UTC if the funding fails, else at the end of the trial.",
		},
		{
			name: "to be installed", status: types.GENERATOR_STATUS_PENDING_INSTALL,

			next: "The provider promised to install until 2026-02-07 12:00:00 UTC and has to until 2026-02-21 12:00:00 UTC; " +
				"else all pledges are refunded.",
			bond: "The bond of 500003ueur is held until the end of the trial; it goes to the shares if nothing is installed until " +
				"2026-02-21 12:00:00 UTC.",
		},
		{
			name: "installed", status: types.GENERATOR_STATUS_INSTALLED,

			next: "Its meter has to export 12,000 until 2026-02-01 12:00:00 UTC, of which it has 0; else pledges and bond are refunded. " +
				"The requester may confirm or dispute it until 2026-02-01 12:00:00 UTC, and owners may object, as those of 0 shares do; " +
				"silence commissions it if it is proved.",
			bond: held,
		},
		{
			name: "installed and proved", status: types.GENERATOR_STATUS_INSTALLED, proved: true,

			next: "Its meter proved it at 2026-01-18 12:15:00 UTC. The requester may confirm or dispute it until 2026-02-01 12:00:00 UTC, " +
				"and owners may object, as those of 0 shares do; silence commissions it if it is proved.",
			bond: held,
		},
		{
			name: "confirmed", status: types.GENERATOR_STATUS_INSTALLED, proved: true, confirmed: true,

			next: "Its meter proved it at 2026-01-18 12:15:00 UTC, and the requester confirmed it. It is commissioned at " +
				"2026-02-01 12:00:00 UTC unless owners of more than half of the shares object; those of 0 do.",
			bond: held,
		},
		{
			name: "disputed", status: types.GENERATOR_STATUS_INSTALLED, proved: true, disputed: true,

			next: "Its meter proved it at 2026-01-18 12:15:00 UTC. The arbiter decides about the dispute until 2026-02-17 12:00:00 UTC; " +
				"silence of the arbiter commissions it if it is proved.",
			bond: held,
		},
		{
			name: "on trial", status: types.GENERATOR_STATUS_ON_TRIAL,

			next: "Anyone may buy units. 0 of 500 kWh are delivered, which paid the provider 473115ueur of 1234321ueur; the rest is paid " +
				"as they are delivered until 2026-05-02 12:00:00 UTC, and what is not earned then is refunded.",
			bond: "The bond of 500003ueur is held until the end of the trial at 2026-05-02 12:00:00 UTC or before; it returns what was paid " +
				"and is not earned by then.",
		},
		{
			name: "active", status: types.GENERATOR_STATUS_ACTIVE,

			next: "Anyone may buy units until 2036-01-30 12:00:00 UTC, the end of its life.",
			bond: "The bond of 500003ueur was released to the provider at the end of the trial, less what was paid and not earned.",
		},
		{
			name: "retired", status: types.GENERATOR_STATUS_RETIRED,

			next: "It no longer sells; owed money can be withdrawn without a time limit.",
			bond: "The bond of 500003ueur was released to the provider at the end of the trial, less what was paid and not earned.",
		},
		{
			name: "refunding", status: types.GENERATOR_STATUS_REFUNDING,

			next: "Holders of 6000 shares may withdraw 124ueur for each, without a time limit.",
			bond: "The bond of 500003ueur was released to the provider.",
		},
		{
			name: "refunded", status: types.GENERATOR_STATUS_REFUNDING, refunded: true,

			next: "All pledges are refunded.",
			bond: "The bond of 500003ueur was released to the provider.",
		},
		{
			name: "defaulted", status: types.GENERATOR_STATUS_DEFAULTED,

			next: "Holders of 10000 shares may withdraw 132ueur for each, without a time limit.",
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
				f.prove(id)
			}
			if tc.confirmed {
				f.confirm(id)
			}
			if tc.disputed {
				f.dispute(id)
			}
			if tc.refunded {
				f.withdrawDue(id, "ann")
			}
			g := f.generatorOf(id)
			require.Equal(t, tc.next, g.Next)
			require.Equal(t, tc.bond, g.BondRelease)
		})
	}
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
		{name: "of a status that does not exist", status: 12, wantErr: sdkerrors.ErrInvalidRequest},
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
