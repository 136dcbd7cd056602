package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
)

const week = int64(604_800)

// An admin whose own roof reports raises the price, and shortens the grace so that it settles at once. The members, who had paid in,
// are charged the old price for as long as the notice lasts, and can leave with all of it in that time.
func TestARuleDoesNotBindBeforeThoseItBindsCanLeave(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.PricePerKwh = 180
	community := f.create(msg)
	roof, home := f.join(community, "mayor"), f.join(community, "home")
	f.deposit(community, home, 1_000_000)

	change := updateVillage()
	change.GridSupplier, change.Key, change.Residual = account("mayor"), types.ALLOCATION_KEY_DYNAMIC, types.RESIDUAL_GRID
	change.PricePerKwh, change.GraceSeconds = 100_000_000, 0
	resp, err := f.msgs.UpdateCommunity(f.ctx, &change)
	require.NoError(t, err)
	first := uint64(noon+week)/900 + 1
	require.Equal(t, first, resp.FromEpoch, "the first epoch that begins after the notice")

	last := first - 1
	f.at(int64(last) * quarter)
	f.report(community, last-1, 1_000, -1_000)
	f.at(int64(last)*quarter + 3_600)
	f.settle(last - 1)
	s := f.settlementOf(community, last-1)
	require.Equal(t, []uint64{180, 3_600}, []uint64{s.Terms.PricePerKwh, s.Terms.GraceSeconds})
	require.Equal(t, uint64(180), s.Collected, "1 kWh at the price that was known when the money was paid in")
	require.Equal(t, uint64(180), f.memberOf(community, roof).Wallet.Prepaid)

	_, err = f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{
		Account: account("home"), Community: community, Slot: home, Amount: ueur(1_000_000 - 180),
	})
	require.NoError(t, err, "all that is left, before the first epoch of the new terms")
	f.checkInvariants()
}

// A member who does not look for longer than the notice pays no price above its own highest one, however much strangers pay in.
func TestNoWalletPaysAboveItsMaxPrice(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.PricePerKwh = 180
	community := f.create(msg)
	f.join(community, "roof")
	home := f.join(community, "home")
	f.deposit(community, home, 1_000_000)
	setMax := func(price uint64) error {
		_, err := f.msgs.SetMaxPrice(f.ctx, &types.MsgSetMaxPrice{
			Account: account("home"), Community: community, Slot: home, MaxPricePerKwh: price,
		})
		return err
	}
	require.NoError(t, setMax(179))
	resp, err := f.queries.Member(f.ctx, &types.QueryMemberRequest{Community: community, Slot: home})
	require.NoError(t, err)
	require.Zero(t, resp.AffordableWh)
	f.deposit(community, home, 1_000_000)
	taken := func(epoch uint64) []uint64 {
		f.at(int64(epoch+1) * quarter)
		f.report(community, epoch, 1_000, -1_000)
		f.at(int64(epoch+1)*quarter + 3_600)
		f.settle(epoch)
		s := f.settlementOf(community, epoch)
		return []uint64{s.DemandWh, s.NettedWh, s.Collected, s.FromGridWh}
	}
	require.Equal(t, []uint64{0, 0, 0, 1_000}, taken(noonEpoch+1))
	require.Contains(t, f.positionOf(community, noonEpoch+1, home).Explanation,
		"of which 1000 Wh were not paid for, because the money was short or the price above max_price_per_kwh")
	require.NoError(t, setMax(180))
	require.Equal(t, []uint64{1_000, 1_000, 180, 0}, taken(noonEpoch+10))
	require.Equal(t, uint64(2_000_000-180), f.memberOf(community, home).Wallet.Prepaid)
	require.Equal(t, []*types.EventMaxPriceSet{
		{Community: community, Slot: home, MaxPricePerKwh: 179}, {Community: community, Slot: home, MaxPricePerKwh: 180},
	}, events[*types.EventMaxPriceSet](f))
	f.checkInvariants()
}

func TestSetMaxPriceRefuses(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	for _, tc := range []struct {
		name    string
		msg     types.MsgSetMaxPrice
		wantErr error
	}{
		{"another account", types.MsgSetMaxPrice{Account: account("mayor"), Community: community, Slot: slot}, types.ErrNotMember},
		{"a slot without a member", types.MsgSetMaxPrice{Account: account("alice"), Community: community, Slot: 1}, types.ErrMemberNotFound},
		{"a community that does not exist", types.MsgSetMaxPrice{Account: account("alice"), Community: 9}, types.ErrCommunityNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := f.export()
			_, err := f.msgs.SetMaxPrice(f.ctx, &tc.msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.export())
		})
	}
}

// An announcement replaces the one before it, from its own notice on: at no time are more than two terms coming, and none comes
// with less than its notice.
func TestANewerAnnouncementReplacesTheOneBefore(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "home")
	announce := func(price uint64) uint64 {
		change := updateVillage()
		change.PricePerKwh = price
		resp, err := f.msgs.UpdateCommunity(f.ctx, &change)
		require.NoError(t, err)
		return resp.FromEpoch
	}
	coming := func() (prices []uint64) {
		for _, terms := range f.communityOf(community).ComingTerms {
			prices = append(prices, terms.PricePerKwh)
		}
		return prices
	}
	first := announce(1)
	f.at(noon + week/2)
	second := announce(2)
	require.Equal(t, first+uint64(week/2/900), second)
	require.Equal(t, []uint64{2}, coming())

	f.at(int64(second-1) * quarter)
	require.Equal(t, uint64(0), f.communityOf(community).Terms.PricePerKwh)
	third := announce(3)
	require.Equal(t, []uint64{2, 3}, coming(), "those of the next epoch stay")
	f.at(int64(second) * quarter)
	require.Equal(t, uint64(2), f.communityOf(community).Terms.PricePerKwh)
	f.at(int64(third) * quarter)
	require.Equal(t, uint64(3), f.communityOf(community).Terms.PricePerKwh)
	require.Empty(t, coming())
}

// A pause and its end need no notice, since they bring no terms that were not known, and hold for announced terms too.
func TestAPauseHoldsForAnnouncedTerms(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "home")
	change := updateVillage()
	resp, err := f.msgs.UpdateCommunity(f.ctx, &change)
	require.NoError(t, err)
	f.pause(community)
	paused := func() (all []bool) {
		for _, terms := range f.communityOf(community).ComingTerms {
			all = append(all, terms.Paused)
		}
		return all
	}
	require.Equal(t, []bool{true, true}, paused())
	f.at(int64(resp.FromEpoch) * quarter)
	require.True(t, f.communityOf(community).Terms.Paused)
	_, err = f.msgs.ResumeCommunity(f.ctx, &types.MsgResumeCommunity{Admin: account("mayor"), Community: community})
	require.NoError(t, err)
	require.Equal(t, []bool{false}, paused())
	require.Equal(t, uint64(7), f.communityOf(community).ComingTerms[0].PricePerKwh)
}
