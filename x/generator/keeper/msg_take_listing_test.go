package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestTakeListingRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgTakeListing)

		want error
	}{
		{
			name:   "no share",
			change: func(m *types.MsgTakeListing) { m.Shares = 0 },
			want:   sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "more shares than a generator has",
			change: func(m *types.MsgTakeListing) { m.Shares = types.TotalShares + 1 },
			want:   sdkerrors.ErrInvalidRequest,
		},
		{
			name:   "a taker with an invalid address",
			change: func(m *types.MsgTakeListing) { m.Taker = "" },
			want:   sdkerrors.ErrInvalidAddress,
		},
		{
			name:   "more shares than are offered",
			change: func(m *types.MsgTakeListing) { m.Shares = 401 },
			want:   types.ErrNotEnoughShares,
		},
		{
			name:   "one's own offer",
			change: func(m *types.MsgTakeListing) { m.Taker = account("ann") },
			want:   types.ErrOwnListing,
		},
		{
			name:   "a listing that does not exist",
			change: func(m *types.MsgTakeListing) { m.Listing = 2 },
			want:   types.ErrListingNotFound,
		},
		{
			name:   "an offer of another generator",
			change: func(m *types.MsgTakeListing) { m.Generator = 2 },
			want:   types.ErrListingNotFound,
		},
		{
			name:   "a taker without the money",
			change: func(m *types.MsgTakeListing) { m.Taker = account("poor") },
			want:   sdkerrors.ErrInsufficientFunds,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.active()
			f.active()
			mustSend(f, f.msgs.ListShares, f.listMessage(id, 400, 0))
			f.bank.Fund(f.ctx, accountBytes("cid"), ueur(1_000_000))
			msg := types.MsgTakeListing{Taker: account("cid"), Generator: id, Listing: 1, Shares: 400}
			tc.change(&msg)

			mustRefuse(f, f.msgs.TakeListing, msg, tc.want)
		})
	}
}

// Revenue before a sale stays with the seller; shares move between the votes of both sides.
func TestASaleMovesSharesAndVotes(t *testing.T) {
	f := newFixture(t)
	id := f.village() // Ann 6,000 and voted, Bob 3,000, Cid 1,000
	f.vote(id, "bob", 100_000)
	f.buy(id, 100, 0)
	ann, bob := f.purseOf(id).Acc*6_000, f.purseOf(id).Acc*3_000
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 2_000, 0))

	paid := f.take(id, 1, "bob", 1_500)

	require.Equal(t, ueur(12_000), paid.Paid)
	require.Zero(t, paid.Lease)
	require.Equal(t, int64(12_000), f.balance("ann", "ueur"), "the money goes from one to the other")
	h := f.holdingOf(id, "ann")
	require.Equal(t, []uint64{4_500, 500, ann}, []uint64{h.Shares, h.Listed, h.Owed})
	h = f.holdingOf(id, "bob")
	require.Equal(t, []uint64{4_500, 0, bob}, []uint64{h.Shares, h.Listed, h.Owed})
	require.Equal(t, (4_500*fifth+4_500*100_000)/9_000, f.priceOf(id).NextPrice)

	f.take(id, 1, "cid", 500)
	require.Equal(t, (4_000*fifth+4_500*100_000)/8_500, f.priceOf(id).NextPrice, "Cid has not voted")
	taken := events[*types.EventListingTaken](f)
	require.Equal(t, []uint64{500, 0}, []uint64{taken[0].SharesLeft, taken[1].SharesLeft})
	mustRefuse(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("cid"), Generator: id, Listing: 1, Shares: 1}, types.ErrListingNotFound)
}

// An owner without shares has no vote.
func TestAnOwnerWhoSellsAllHasNoVote(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 6_000, 0))
	f.take(id, 1, "eve", 6_000)

	require.Zero(t, f.priceOf(id).VoteShares)
	_, err := f.keeper.HoldingOf(f.ctx, id, accountBytes("ann"))
	require.NoError(t, err, "what she pledged is remembered")
	require.Nil(t, f.holdingOf(id, "ann").Vote)
}

// The revenue of leased shares is the lessee's from the lease to its end, and the owner's before and after.
func TestALeaseGivesRevenueForATime(t *testing.T) {
	f := newFixture(t)
	id := f.village()
	until := f.midnight(20)
	f.buy(id, 100, 0)
	first := f.purseOf(id).Acc
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 2_000, until))
	lease := f.take(id, 1, "eve", 2_000)
	require.Equal(t, uint64(1), lease.Lease)
	require.Equal(t, (6_000*fifth)/6_000, f.priceOf(id).Price, "the vote stays with the owner")
	mustRefuse(f, f.msgs.ListShares, f.listMessage(id, 4_001, 0), types.ErrSharesNotFree)
	f.buy(id, 100, 0)
	second := f.purseOf(id).Acc

	f.pass(until - f.now() - 1)
	require.Equal(t, uint64(2_000), f.holdingOf(id, "ann").LeasedOut)
	f.pass(1)

	require.Equal(t, lease.Lease, events[*types.EventLeaseEnded](f)[0].Lease.Id)
	f.buy(id, 100, 0)
	third := f.purseOf(id).Acc
	require.Equal(t, (second-first)*2_000, mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("eve"), Generator: id}).RevenueUsolar)
	require.Equal(t, first*6_000+(second-first)*4_000+(third-second)*6_000,
		mustSend(f, f.msgs.Withdraw, types.MsgWithdraw{Account: account("ann"), Generator: id}).RevenueUsolar)
}

// An offer outlasts the life of a generator if that is cut short, and ends in its time; nothing is taken.
func TestAnOfferOutlastsARetirement(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	mustSend(f, f.msgs.ListShares, f.listMessage(id, 2_000, 0))
	f.retire(id)
	mustRefuse(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("eve"), Generator: id, Listing: 1, Shares: 1}, types.ErrWrongStatus)

	f.pass(20 * day)

	require.Zero(t, f.holdingOf(id, "ann").LeasedOut)
	require.Zero(t, f.holdingOf(id, "ann").Listed)
	items := f.work.Pending(f.ctx)
	require.Empty(t, items)
}

// An offer of a lease whose end has come, but not yet its block work, is over.
func TestALeaseThatWouldBeOverIsNotTaken(t *testing.T) {
	f := newFixture(t)
	id := f.active()
	msg := f.listMessage(id, 2_000, f.midnight(7))
	msg.ExpiresAt = msg.LeaseUntil
	mustSend(f, f.msgs.ListShares, msg)
	f.at(msg.ExpiresAt)

	mustRefuse(f, f.msgs.TakeListing, types.MsgTakeListing{Taker: account("bob"), Generator: id, Listing: 1, Shares: 1}, types.ErrListingOver)
	f.endBlock()
}

// A listing ends at its time even if its block work is late or has failed, so that nothing is sold at an outdated price.
func TestAnOfferThatIsOverIsNotTakenWhenItsWorkIsLate(t *testing.T) {
	tests := []struct {
		name string
		late int64 // after the end of the offer, seconds

		want error
	}{
		{name: "a second before", late: -1},
		{name: "in its last second", late: 0},
		{name: "a second after", late: 1, want: types.ErrListingOver},
		{name: "long after", late: 30 * day, want: types.ErrListingOver},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.active()
			offer := f.listMessage(id, 2_000, 0)
			mustSend(f, f.msgs.ListShares, offer)
			f.bank.Fund(f.ctx, accountBytes("bob"), ueur(1_000_000))
			f.at(offer.ExpiresAt + tc.late)
			msg := types.MsgTakeListing{Taker: account("bob"), Generator: id, Listing: 1, Shares: 1}
			if tc.want != nil {
				mustRefuse(f, f.msgs.TakeListing, msg, tc.want)
				require.Equal(t, uint64(2_000), mustSend(f, f.msgs.CancelListing, types.MsgCancelListing{
					Owner: account("ann"), Generator: id, Listing: 1,
				}).Shares, "its owner can cancel it at once")
				return
			}
			mustSend(f, f.msgs.TakeListing, msg)
		})
	}
}
