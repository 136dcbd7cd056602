package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// The result of a settlement does not depend on how blocks divide it.
func TestASettlementAcrossBlocksIsThatOfOneBlock(t *testing.T) {
	const members = 900
	for _, key := range []types.AllocationKey{
		types.ALLOCATION_KEY_DYNAMIC, types.ALLOCATION_KEY_STATIC, types.ALLOCATION_KEY_PERCENT,
	} {
		for _, residual := range []types.Residual{types.RESIDUAL_GRID, types.RESIDUAL_CARRY} {
			t.Run(fmt.Sprintf("%s %s", key, residual), func(t *testing.T) {
				msg := pricedVillage()
				msg.Key, msg.Residual = key, residual
				whole, community := reportedVillage(t, msg, members)
				whole.work.SetBudget(whole.ctx, 1_000)
				whole.endBlock()
				require.Equal(t, types.SETTLEMENT_STATUS_SETTLED, whole.settlementOf(community, noonEpoch+1).Status)

				cut, _ := reportedVillage(t, msg, members)
				blocks := 0
				for len(cut.work.Pending(cut.ctx, "settle")) > 0 {
					cut.endBlock()
					blocks++
				}
				require.Positive(t, blocks)

				want, got := whole.export(), cut.export()
				want.Params = got.Params
				require.Equal(t, want, got)
				require.Positive(t, want.Settlements[0].NettedWh)
			})
		}
	}
}

// The twin settles all members at once, with the slow and obvious function.
func TestASettlementIsThatOfThePurePackage(t *testing.T) {
	for _, key := range []types.AllocationKey{
		types.ALLOCATION_KEY_DYNAMIC, types.ALLOCATION_KEY_STATIC, types.ALLOCATION_KEY_PERCENT,
	} {
		t.Run(key.String(), func(t *testing.T) {
			msg := pricedVillage()
			msg.Key = key
			f, community := reportedVillage(t, msg, 300)
			before := f.export().Members
			want := settleAtOnce(t, f.communityOf(community).Terms, noonEpoch+1, f.export())
			f.work.SetBudget(f.ctx, 1_000)
			f.endBlock()

			s := f.settlementOf(community, noonEpoch+1)
			require.Equal(t, want.Netted, s.NettedWh)
			require.Equal(t, want.Collected, s.Collected)
			require.Equal(t, []uint64{want.Totals.Supply, want.Totals.Demand}, []uint64{s.SupplyWh, s.DemandWh})
			require.Positive(t, s.Collected)
			g := f.export()
			for slot, share := range want.Shares {
				wallet := g.Members[slot].Wallet
				require.Equal(t, before[slot].Wallet.Prepaid-share.Charge+share.Credit, wallet.Prepaid)
				require.Equal(t, share.LeftMilli, wallet.CarryMilli)
				require.Equal(t, []uint64{share.Take, share.Give, share.Charge, share.Credit},
					[]uint64{wallet.FromCommunityWh, wallet.ToCommunityWh, wallet.Charged, wallet.Credited})
				require.Equal(t, share.Withheld, g.Intervals[slot].Interval.WithheldWh)
				require.Equal(t, max(-share.Residual, 0), int64(wallet.FromGridWh))
				require.Equal(t, max(share.Residual, 0), int64(wallet.ToGridWh))
			}
			require.Equal(t, uint64(300), s.Reported)
			require.Zero(t, s.Missing)
		})
	}
}

func TestMissingMembersAreCounted(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	for i := range 5 {
		f.join(community, fmt.Sprintf("member %d", i))
	}
	f.leave(community, 4, "member 4") // before the first epoch
	f.at(noon + 2*quarter)
	f.join(community, "newcomer")
	f.report(community, noonEpoch+1, 100, -50)
	f.settle(noonEpoch + 1)

	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, []uint64{2, 2}, []uint64{s.Reported, s.Missing})
	resp, err := f.queries.Reports(f.ctx, &types.QueryReportsRequest{Community: community, Epoch: noonEpoch + 1})
	require.NoError(t, err)
	var missing []uint64
	for _, r := range resp.Reports {
		if r.Interval == nil {
			missing = append(missing, r.Slot)
		}
	}
	require.Len(t, resp.Reports, 4)
	require.Equal(t, []uint64{2, 3}, missing)
}

func TestDemandIsBoundedByPrepaidMoney(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.PricePerKwh = 300 // 0.3 base units a Wh
	community := f.create(msg)
	for _, name := range []string{"sun", "rich", "poor", "broke"} {
		f.join(community, name)
	}
	f.deposit(community, 1, 1_000)
	f.deposit(community, 2, 10)
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 500, -100, -100, -100)
	f.settle(noonEpoch + 1)

	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, uint64(100+33), s.DemandWh, "10 base units pay for floor(10 × 1000 / 300) Wh")
	require.Equal(t, uint64(100+33), s.NettedWh)
	require.Equal(t, uint64(30+9), s.Collected, "9.9 base units are 9 now and 0.9 with the next charge")
	require.Equal(t, uint64(900), f.memberOf(community, 2).Wallet.CarryMilli)
	require.Equal(t, uint64(1), f.memberOf(community, 2).Wallet.Prepaid)
	require.Equal(t, uint64(39), f.memberOf(community, 0).Wallet.Prepaid)
	require.Equal(t, uint64(67), f.memberOf(community, 2).Wallet.FromGridWh)
	require.Equal(t, uint64(100), f.memberOf(community, 3).Wallet.FromGridWh)
	require.Equal(t, uint64(3), f.queryMember(community, 2).AffordableWh)
	require.Equal(t, uint64(39), f.communityOf(community).Community.Totals.Collected)
	require.Equal(t, uint64(443_333), f.communityOf(community).SelfSufficiencyPpm, "133 of 300 Wh")
}

func (f *fixture) queryMember(community, slot uint64) *types.QueryMemberResponse {
	f.t.Helper()
	resp, err := f.queries.Member(f.ctx, &types.QueryMemberRequest{Community: community, Slot: slot})
	require.NoError(f.t, err)
	return resp
}

func TestTermsThatStopCarryingEmptyTheBalances(t *testing.T) {
	f := newFixture(t)
	f.announceShortly()
	msg := village()
	msg.Residual = types.RESIDUAL_CARRY
	community := f.create(msg)
	f.join(community, "sun")
	f.join(community, "home")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 300, -100)
	change := updateVillage()
	change.Key, change.Residual, change.PricePerKwh = types.ALLOCATION_KEY_DYNAMIC, types.RESIDUAL_GRID, 0
	_, err := f.msgs.UpdateCommunity(f.ctx, &change)
	require.NoError(t, err)
	f.settle(noonEpoch + 1)
	require.Equal(t, int64(200), f.memberOf(community, 0).Wallet.CarryWh)

	f.at(noon + 4*quarter)
	f.report(community, noonEpoch+3, 10, -10)
	f.settle(noonEpoch + 3)
	require.Equal(t, types.Wallet{ToCommunityWh: 110, ToGridWh: 200, MaxPricePerKwh: types.MaxPricePerKWh}, f.memberOf(community, 0).Wallet)
	require.Equal(t, uint64(200), f.settlementOf(community, noonEpoch+3).ToGridWh)
}

func TestABalanceAboveTheMaximumIsGridEnergy(t *testing.T) {
	const maximum = 1<<40 - 1
	f := newFixture(t)
	msg := village()
	msg.Residual = types.RESIDUAL_CARRY
	community := f.create(msg)
	f.join(community, "sun")
	f.join(community, "smelter")
	for _, epoch := range []uint64{noonEpoch + 1, noonEpoch + 2} {
		f.at(int64(epoch+1) * quarter)
		f.report(community, epoch, maximum)
		f.settle(epoch)
	}
	require.Equal(t, types.Wallet{CarryWh: maximum, ToGridWh: maximum, MaxPricePerKwh: types.MaxPricePerKWh}, f.memberOf(community, 0).Wallet)
	f.checkInvariants()
}

// A reading of the next epoch may come a little early, before the community is paused from it on.
func TestAPauseWithholdsEarlierReports(t *testing.T) {
	f := newFixture(t)
	msg := pricedVillage()
	community := f.create(msg)
	f.join(community, "sun")
	f.join(community, "home")
	f.deposit(community, 1, 1_000)
	f.report(community, noonEpoch+1, 100, -80)
	f.pause(community)
	f.settle(noonEpoch + 1)

	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, []uint64{0, 0, 0, 80, 100}, []uint64{s.SupplyWh, s.DemandWh, s.NettedWh, s.FromGridWh, s.ToGridWh})
	require.Contains(t, f.positionOf(community, noonEpoch+1, 0).Explanation, "100 Wh fall into a pause")

	late := []meteridtypes.AcceptedReading{f.reading(community, 0, noon+quarter, noon+2*quarter, 0, 1)}
	f.send(late...)
	require.Equal(t, meteridtypes.READING_REMARK_PAUSED, late[0].Remark, "it would not have been netted in time either")
}

// An epoch that is due while another one of its community is in progress waits for that one.
func TestEpochsOfOneCommunityWaitForEachOther(t *testing.T) {
	f, community := reportedVillage(t, pricedVillage(), 1_000)
	f.setParams(func(p *types.Params) { p.LateWindowSeconds, p.MaxBackdateSeconds = 0, 10_000 })
	older := noonEpoch - 1
	_, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
		Admin: account("mayor"), Community: community, Meter: f.apply(community, "early bird"), Owner: account("early bird"), FromEpoch: older,
	})
	require.NoError(t, err)
	f.endBlock() // epoch 1 is in progress

	// An older epoch without a report so far is due after the grace. Then it is behind the one in progress.
	start := int64(older) * quarter
	f.send(f.reading(community, 1_000, start, start+quarter, 5, 0))
	require.Equal(t, f.now()+grace, f.settlementOf(community, older).DueAt)
	f.at(f.now() + grace)
	blocks := 0
	for ; f.settlementOf(community, noonEpoch+1).Status == types.SETTLEMENT_STATUS_SETTLING; blocks++ {
		require.Equal(t, types.SETTLEMENT_STATUS_OPEN, f.settlementOf(community, older).Status)
		f.endBlock()
	}
	require.Positive(t, blocks)
	require.Equal(t, types.SETTLEMENT_STATUS_SETTLED, f.settlementOf(community, noonEpoch+1).Status)
	f.at(f.now() + 1)
	f.endBlock()
	f.endBlock()
	require.Equal(t, types.SETTLEMENT_STATUS_SETTLED, f.settlementOf(community, older).Status)
}

// Many epochs are due at once, as a gateway or one member can bring about, and each takes several blocks. Between two of them there is
// a block in which members move their money.
func TestABacklogOfEpochsDoesNotHoldUpWithdrawals(t *testing.T) {
	f, community := reportedVillage(t, pricedVillage(), 1_000)
	f.setParams(func(p *types.Params) { p.LateWindowSeconds, p.MaxBackdateSeconds = 3_600, 100_000 })
	f.deposit(community, 2, 1_000)
	f.at(f.now() + 40*quarter)
	for epoch := noonEpoch + 10; epoch < noonEpoch+20; epoch++ {
		f.report(community, epoch, 100, -80)
	}
	f.at(f.now() + grace)
	refused := 0
	for f.communityOf(community).Community.Totals.Epochs < 11 {
		f.endBlock()
		f.at(f.now() + 1)
		ctx, _ := f.ctx.CacheContext()
		_, err := f.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: account("member 2"), Community: community, Slot: 2, Amount: ueur(1)})
		if err == nil {
			refused = 0
			continue
		}
		require.ErrorIs(t, err, types.ErrSettling)
		refused++
		require.LessOrEqual(t, refused, 1, "a settlement reads 8 pages three times, 16 in a block")
	}
	f.checkInvariants()
}
