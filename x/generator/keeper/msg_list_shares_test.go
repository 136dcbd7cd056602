package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

// listMessage returns the message by which Ann lists shares for a week.
func (f *fixture) listMessage(generator, shares uint64, leaseUntil int64) types.MsgListShares {
	return types.MsgListShares{
		Owner: account("ann"), Generator: generator, Shares: shares, PricePerShare: 8, ExpiresAt: f.now() + 7*day, LeaseUntil: leaseUntil,
	}
}

// take takes listed shares, with the money for them.
func (f *fixture) take(generator, listing uint64, taker string, shares uint64) *types.MsgTakeListingResponse {
	f.t.Helper()
	f.bank.Fund(f.ctx, accountBytes(taker), ueur(8*int64(shares)))
	return mustSend(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account(taker), Generator: generator, Listing: listing, Shares: shares})
}

// Requirement: a listing of shares that are listed or leased, and a lease longer than the life of the generator, are refused.
func TestListSharesRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgListShares)

		want error
	}{
		{
			name:   "no share",
			change: func(m *types.MsgListShares) { m.Shares = 0 },
			want:   sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "a price of nothing",
			change: func(m *types.MsgListShares) { m.PricePerShare = 0 },
			want:   sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "a price above any",
			change: func(m *types.MsgListShares) { m.PricePerShare = types.MaxPricePerShare + 1 },
			want:   sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "an owner with an invalid address",
			change: func(m *types.MsgListShares) { m.Owner = "ann" },
			want:   sdkerrors.ErrInvalidAddress,
		},
		{
			name:   "a generator that does not exist",
			change: func(m *types.MsgListShares) { m.Generator = 99 },
			want:   types.ErrGeneratorNotFound,
		},
		{
			name:   "more shares than one has",
			change: func(m *types.MsgListShares) { m.Shares = 6_001 },
			want:   types.ErrSharesNotFree,
		},
		{
			name:   "shares that are listed or leased already",
			change: func(m *types.MsgListShares) { m.Shares = 5_501 },
			want:   types.ErrSharesNotFree,
		},
		{
			name:   "an account without shares",
			change: func(m *types.MsgListShares) { m.Owner, m.Shares = account("eve"), 1 },
			want:   types.ErrSharesNotFree,
		},
		{
			name:   "an end that is now",
			change: func(m *types.MsgListShares) { m.ExpiresAt -= 7 * day },
			want:   types.ErrBadExpiry,
		},
		{
			name:   "an end beyond the parameter",
			change: func(m *types.MsgListShares) { m.ExpiresAt += 83*day + 1 },
			want:   types.ErrBadExpiry,
		},
		{
			name:   "an offer of a lease that would be over",
			change: func(m *types.MsgListShares) { m.LeaseUntil = m.ExpiresAt / day * day },
			want:   types.ErrBadExpiry,
		},
		{
			name:   "a lease longer than the life of the generator",
			change: func(m *types.MsgListShares) { m.LeaseUntil = (m.ExpiresAt - 7*day + life + day) / day * day },
			want:   types.ErrLeaseTooLong,
		},
		{
			name:   "a lease that does not end with a day",
			change: func(m *types.MsgListShares) { m.LeaseUntil = (m.ExpiresAt/day+1)*day - 1 },
			want:   types.ErrBadExpiry,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.active()
			mustSend(f, f.msgs.ListShares, f.listMessage(id, 400, 0))
			lease := mustSend(f, f.msgs.ListShares, f.listMessage(id, 100, f.midnight(30)))
			f.take(id, lease.Listing, "eve", 100)
			msg := f.listMessage(id, 1, 0)
			tc.change(&msg)

			mustRefuse(f, f.msgs.ListShares, msg, tc.want)
		})
	}
}

func TestSharesAreListedOnceCommissioned(t *testing.T) {
	for number, name := range types.GeneratorStatus_name {
		status := types.GeneratorStatus(number)
		if status == types.GENERATOR_STATUS_UNSPECIFIED || status.IsCommissioned() {
			continue
		}
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			id := f.newWithStatus(status)
			mustRefuse(f, f.msgs.ListShares, f.listMessage(id, 1, 0), types.ErrWrongStatus)
		})
	}
}

// All shares may be listed, for the longest time, and a lease up to the last day of the life.
func TestListSharesTakesTheBounds(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	msg := f.listMessage(id, 6_000, f.generatorOf(id).Generator.LifeUntil()/day*day)
	msg.ExpiresAt, msg.PricePerShare = f.now()+int64(f.params().MaxListingSeconds), types.MaxPricePerShare

	resp := mustSend(f, f.msgs.ListShares, msg)

	require.Equal(t, uint64(1), resp.Listing)
	h := f.holdingOf(id, "ann")
	require.Equal(t, uint64(6_000), h.Listed)
	require.Equal(t, uint64(6_000), h.Weight(), "listed shares earn for their owner")
	require.Zero(t, h.FreeShares())
	require.Equal(t, msg.ExpiresAt, events[*types.EventSharesListed](f)[0].Listing.ExpiresAt)
}

func TestAnOfferEndsByItself(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 400, 0))
	f.take(id, 1, "bob", 150)

	f.pass(7*day - 1)
	require.Equal(t, uint64(250), f.holdingOf(id, "ann").Listed)
	f.pass(1)

	require.Zero(t, f.holdingOf(id, "ann").Listed)
	require.Equal(t, types.ReasonExpired, events[*types.EventListingEnded](f)[0].Reason)
	mustRefuse(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("bob"), Generator: id, Listing: 1, Shares: 1}, types.ErrListingNotFound)
}

func TestCancelListing(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 400, 0))
	f.take(id, 1, "bob", 150)
	mustRefuse(f, f.msgs.CancelListing, types.MsgCancelListing{Owner: account("bob"), Generator: id, Listing: 1}, types.ErrNotSeller)
	mustRefuse(f, f.msgs.CancelListing, types.MsgCancelListing{Owner: account("ann"), Generator: id, Listing: 2}, types.ErrListingNotFound)
	mustRefuse(f, f.msgs.CancelListing, types.MsgCancelListing{Owner: account("ann"), Generator: id}, sdkerrors.ErrInvalidRequest)
	f.retire(id)

	resp := mustSend(f, f.msgs.CancelListing, types.MsgCancelListing{Owner: account("ann"), Generator: id, Listing: 1})

	require.Equal(t, uint64(250), resp.Shares)
	require.Equal(t, uint64(5_850), f.holdingOf(id, "ann").FreeShares())
	require.Equal(t, types.ReasonCanceled, events[*types.EventListingEnded](f)[0].Reason)
	mustRefuse(f, f.msgs.CancelListing, types.MsgCancelListing{Owner: account("ann"), Generator: id, Listing: 1}, types.ErrListingNotFound)
}
