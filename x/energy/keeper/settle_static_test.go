package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func staticVillage() types.MsgCreateCommunity {
	msg := village()
	msg.Key = types.ALLOCATION_KEY_STATIC
	return msg
}

// A household needs 800 Wh and has half of the weights; whatever the other one does, the household takes 500 Wh of 1,000.
func TestAStaticPartIsFixed(t *testing.T) {
	tests := []struct {
		name  string
		total uint64
		price uint64
		other int64 // what it reports
		leave bool  // whether it left before the epoch
		mute  bool  // whether it reports nothing

		want []int64 // residuals of roof, household and other
	}{
		{name: "the other one needs nothing", other: 0, want: []int64{500, -300, 0}},
		{name: "the other one needs 1 Wh", other: -1, want: []int64{499, -300, 0}},
		{name: "the other one needs as much", other: -800, want: []int64{0, -300, -300}},
		{name: "the other one has a surplus, half of which is the household's too", other: 100, want: []int64{500, -250, 50}},
		{name: "the other one is silent", mute: true, want: []int64{500, -300}},
		{name: "the other one cannot pay", price: 1_000, other: -800, want: []int64{500, -300, -800}},
		{name: "the other one has left", leave: true, mute: true, want: []int64{200, 0}},
		{name: "half of the total is not assigned", total: 4, other: -800, want: []int64{500, -550, -550}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := staticVillage()
			msg.StaticTotalWeight, msg.PricePerKwh = tc.total, tc.price
			community := f.create(msg)
			f.join(community, "roof")
			f.joinWith(community, "household", 1)
			f.joinWith(community, "other", 1)
			f.deposit(community, 1, 1_000)
			if tc.leave {
				f.leave(community, 2, "other")
			}
			epoch := evenEpoch(noonEpoch+1, 1_000)
			f.at(int64(epoch+1) * quarter)
			nets := []int64{1_000, -800}
			if !tc.mute {
				nets = append(nets, tc.other)
			}
			f.report(community, epoch, nets...)
			f.settle(epoch)
			require.Equal(t, tc.want, f.residuals(community, epoch, len(nets)))
		})
	}
}

// sparseVillage returns a community with the STATIC key in which every seventh member of the first half reported the first
// epoch.
func sparseVillage(t testing.TB, msg types.MsgCreateCommunity, members int) (*fixture, uint64) {
	t.Helper()
	f := newFixture(t)
	community := f.create(msg)
	for i := range members {
		f.joinWith(community, fmt.Sprintf("member %d", i), uint64(i%5))
	}
	for i := 3; i < members; i += 11 {
		f.leave(community, uint64(i), fmt.Sprintf("member %d", i))
	}
	f.at(noon + 2*quarter)
	var readings []meteridtypes.AcceptedReading
	start := noon + quarter
	for i := 0; i < members/2; i += 7 {
		if i%11 != 3 {
			r := f.reading(community, uint64(i), start, start+quarter, uint64(i*7919%2_000), uint64(i*104_729%2_500))
			readings = append(readings, r)
		}
	}
	f.send(readings...)
	f.at(noon + 2*quarter + grace)
	return f, community
}

// Weights of members who did not report count, on pages with and without reports, as in the pure package and in any number of
// blocks, and every share can be recomputed although seats have changed since.
func TestStaticWeightsOfTheAbsentCount(t *testing.T) {
	const members = 2_600
	for _, total := range []uint64{0, 100_000} {
		t.Run(fmt.Sprintf("total %d", total), func(t *testing.T) {
			msg := staticVillage()
			msg.StaticTotalWeight = total
			f, community := sparseVillage(t, msg, members)
			want := settleAtOnce(t, f.communityOf(community).Terms, noonEpoch+1, f.export())
			f.work.SetBudget(f.ctx, 16)
			blocks := 0
			for ; len(f.work.Pending(f.ctx, "settle")) > 0; blocks++ {
				f.endBlock()
			}
			require.Greater(t, blocks, 2)

			s := f.settlementOf(community, noonEpoch+1)
			require.Equal(t, []uint64{want.Totals.Supply, want.Totals.Demand, want.Totals.Weight, want.Netted},
				[]uint64{s.SupplyWh, s.DemandWh, s.Weight, s.NettedWh})
			require.Positive(t, s.NettedWh)
			require.Positive(t, s.Missing)

			f.leave(community, 0, "member 0")
			_, err := f.msgs.SetStaticWeight(f.ctx, &types.MsgSetStaticWeight{
				Admin: account("mayor"), Community: community, Slot: 1, StaticWeight: 1_000,
			})
			require.NoError(t, err)
			f.checkInvariants()

			var weight uint64
			divisions := 0
			for slot, share := range want.Shares {
				if f.hasPosition(community, uint64(slot)) {
					resp := f.positionOf(community, noonEpoch+1, uint64(slot))
					require.Equal(t, share.Give+share.Take, resp.Interval.SharedWh)
					require.Equal(t, []uint64{weight, share.Weight}, []uint64{resp.Prefix.Weight, resp.Interval.StaticWeight})
					if share.Demand > 0 {
						divisions++
						d := resp.Division
						require.Equal(t, []uint64{max(total, s.Weight), weight}, []uint64{d.Weight, d.Prefix})
						require.Equal(t, share.Take, min(cutOf(d, d.Prefix+d.Own)-cutOf(d, d.Prefix), share.Demand))
					}
				}
				weight += share.Weight
			}
			require.Equal(t, s.Weight, weight)
			require.Positive(t, divisions)
		})
	}
}

// hasPosition reports whether a member has a position in the first epoch.
func (f *fixture) hasPosition(community, slot uint64) bool {
	_, err := f.queries.Position(f.ctx, &types.QueryPositionRequest{Community: community, Epoch: noonEpoch + 1, Slot: slot})
	if err != nil {
		require.ErrorIs(f.t, err, types.ErrNotReported)
	}
	return err == nil
}

func TestStaticWeightsThatChange(t *testing.T) {
	f := newFixture(t)
	f.announceShortly()
	msg := village()
	msg.Key = types.ALLOCATION_KEY_STATIC
	community := f.create(msg)
	f.join(community, "sun")
	f.joinWith(community, "home", 1)
	f.joinWith(community, "school", 3)
	f.at(noon + 2*quarter)
	_, err := f.msgs.SetStaticWeight(f.ctx, &types.MsgSetStaticWeight{Admin: account("mayor"), Community: community, Slot: 1, StaticWeight: 3})
	require.NoError(t, err)

	f.at(noon + 4*quarter)
	for _, epoch := range []uint64{noonEpoch + 2, noonEpoch + 3} {
		f.report(community, epoch, 400, -400, -400)
	}
	f.settle(noonEpoch + 3)
	require.Equal(t, []int64{0, -300, -100}, f.residuals(community, noonEpoch+2, 3), "by 1 and 3")
	require.Equal(t, []int64{0, -200, -200}, f.residuals(community, noonEpoch+3, 3), "by 3 and 3")
	require.Equal(t, uint64(1), f.intervalOf(community, noonEpoch+2, 1).StaticWeight, "the report keeps the weight")
}

func TestMembersWithoutWeightsShareNothing(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Key = types.ALLOCATION_KEY_STATIC
	community := f.create(msg)
	f.join(community, "sun")
	f.join(community, "home")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 400, -400)
	f.settle(noonEpoch + 1)
	require.Equal(t, []int64{400, -400}, f.residuals(community, noonEpoch+1, 2))
	require.Contains(t, f.positionOf(community, noonEpoch+1, 0).Explanation, "shared nothing")
}

// Weights are parts of a fixed total: every message that would exceed it is refused.
func TestWeightsNeverExceedTheirTotal(t *testing.T) {
	f := newFixture(t)
	msg := staticVillage()
	msg.StaticTotalWeight = 10
	community := f.create(msg)
	approve := func(owner string, weight uint64) error {
		meter := f.apply(community, owner)
		_, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
			Admin: account("mayor"), Community: community, Meter: meter, Owner: account(owner), StaticWeight: weight,
		})
		return err
	}
	set := func(slot, weight uint64) error {
		_, err := f.msgs.SetStaticWeight(f.ctx, &types.MsgSetStaticWeight{
			Admin: account("mayor"), Community: community, Slot: slot, StaticWeight: weight,
		})
		return err
	}
	change := func(total uint64) error {
		msg := updateVillage()
		msg.StaticTotalWeight = total
		_, err := f.msgs.UpdateCommunity(f.ctx, &msg)
		return err
	}
	sum := func() uint64 { return f.communityOf(community).Community.StaticWeightSum }

	require.NoError(t, approve("first", 4))
	require.ErrorIs(t, approve("second", 7), types.ErrWeightExceeded)
	require.NoError(t, approve("third", 6), "all of it")
	require.ErrorIs(t, set(1, 7), types.ErrWeightExceeded)
	require.NoError(t, set(0, 3))
	require.NoError(t, set(1, 7))
	require.Equal(t, uint64(10), sum())

	require.ErrorIs(t, change(9), types.ErrWeightExceeded)
	require.NoError(t, change(11))
	require.NoError(t, set(1, 8), "the total of the next epoch counts")
	require.NoError(t, change(0), "no fixed total")
	require.NoError(t, set(1, 1_000))

	f.leave(community, 1, "third")
	require.Equal(t, uint64(3), sum(), "a member who leaves frees its weight")
	require.NoError(t, change(3))
	require.ErrorContains(t, approve("fourth", 1), "expected static weights that sum to at most static_total_weight, 3, got 4")
	f.checkInvariants()
}

// A membership dated back may bring weights beyond the total into an epoch of the past: then parts are by the sum of the weights.
func TestWeightsThatExceedTheirTotalInThePastShareAll(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.MaxBackdateSeconds = 10_000 })
	msg := staticVillage()
	msg.StaticTotalWeight = 4
	community := f.create(msg)
	f.join(community, "roof")
	f.joinWith(community, "leaves", 3)
	epoch := evenEpoch(noonEpoch+1, 1_000)
	f.at(int64(epoch) * quarter)
	f.leave(community, 1, "leaves")
	_, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
		Admin: account("mayor"), Community: community, Meter: f.apply(community, "comes"), Owner: account("comes"), StaticWeight: 3, FromEpoch: epoch,
	})
	require.NoError(t, err)
	f.at(int64(epoch+1) * quarter)
	f.report(community, epoch, 600, -600, -600)
	f.settle(epoch)
	require.Equal(t, []int64{0, -300, -300}, f.residuals(community, epoch, 3))
}
