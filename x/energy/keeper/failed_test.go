package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// removeTerms makes the settlements of a community fail.
func (f *fixture) removeTerms(community uint64) []types.Terms {
	f.t.Helper()
	terms, err := f.keeper.RemoveTerms(f.ctx, community)
	require.NoError(f.t, err)
	return terms
}

func (f *fixture) restoreTerms(community uint64, terms []types.Terms) {
	f.t.Helper()
	require.NoError(f.t, f.keeper.RestoreTerms(f.ctx, community, terms))
}

func (f *fixture) retry(community, epoch uint64) error {
	return f.work.Retry(f.ctx, types.ModuleName, community, "settle", epoch)
}

func TestASettlementThatFailedIsRetried(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "sun")
	f.join(community, "home")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 100, -60)
	require.ErrorIs(t, f.retry(community, noonEpoch+1), worktypes.ErrNotFailed)

	terms := f.removeTerms(community)
	f.settle(noonEpoch + 1)
	failed := events[*worktypes.EventWorkFailed](f)
	require.Len(t, failed, 1)
	require.Equal(t, worktypes.Item{
		DueAt: noon + 2*quarter + grace, Module: types.ModuleName, Kind: "settle", Record: community, Number: noonEpoch + 1,
	}, failed[0].Failed.Item)
	require.Contains(t, failed[0].Failed.Reason, "expected terms of community 1")
	require.Equal(t, types.SETTLEMENT_STATUS_FAILED, f.settlementOf(community, noonEpoch+1).Status)
	require.Empty(t, f.work.Pending(f.ctx))
	require.Len(t, f.work.Failed(f.ctx), 1)

	f.restoreTerms(community, terms)
	f.deposit(community, 0, 10)
	f.send(f.reading(community, 1, noon+quarter, noon+2*quarter, 7, 0))
	require.Equal(t, uint64(7), f.memberOf(community, 1).Wallet.FromGridWh, "a reading in the meantime is too late")

	require.NoError(t, f.retry(community, noonEpoch+1))
	require.Equal(t, types.SETTLEMENT_STATUS_OPEN, f.settlementOf(community, noonEpoch+1).Status)
	f.checkInvariants()
	f.endBlock()
	require.Equal(t, []int64{40, 0}, f.residuals(community, noonEpoch+1, 2))
	require.Len(t, events[*types.EventEpochSettled](f), 1)
	require.ErrorIs(t, f.retry(community, noonEpoch+1), worktypes.ErrNotFailed, "an epoch settles once")
}

// reportedVillage returns a community of that many members, whose first epoch is reported and due. Half of them have a
// surplus and half money. Its settlement takes three passes of one page for each 128 members.
func reportedVillage(t testing.TB, msg types.MsgCreateCommunity, members int) (*fixture, uint64) {
	t.Helper()
	f := newFixture(t)
	f.work.SetBudget(f.ctx, 16)
	community := f.create(msg)
	nets := make([]int64, members)
	for i := range nets {
		f.joinWith(community, fmt.Sprintf("member %d", i), uint64(i%7))
		nets[i] = int64(i*7919%2_000) - 1_000
		if i%250 == 1 { // enough for whole percents
			nets[i] = 50_000
		}
	}
	for i := 0; i < members; i += 2 {
		f.deposit(community, uint64(i), 1+int64(i*31%400))
	}
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, nets...)
	f.at(noon + 2*quarter + grace)
	return f, community
}

func pricedVillage() types.MsgCreateCommunity {
	msg := village()
	msg.PricePerKwh = 250
	return msg
}

func TestASettlementInProgressLocksSeatsAndWallets(t *testing.T) {
	f, community := reportedVillage(t, pricedVillage(), 1_000)
	meter := f.apply(community, "late")
	f.endBlock()
	require.Equal(t, types.SETTLEMENT_STATUS_SETTLING, f.settlementOf(community, noonEpoch+1).Status)
	require.Equal(t, types.PassCharge, f.export().Cursors[0].Pass)
	before := f.export()

	c, slot := community, uint64(0)
	tests := []struct {
		name string
		do   func() error
	}{
		{"ApproveMember", func() error {
			_, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{Admin: account("mayor"), Community: c, Meter: meter, Owner: account("late")})
			return err
		}},
		{"LeaveCommunity", func() error {
			_, err := f.msgs.LeaveCommunity(f.ctx, &types.MsgLeaveCommunity{Account: account("member 0"), Community: c, Slot: slot})
			return err
		}},
		{"RemoveMember", func() error {
			_, err := f.msgs.RemoveMember(f.ctx, &types.MsgRemoveMember{Admin: account("mayor"), Community: c, Slot: slot})
			return err
		}},
		{"SetStaticWeight", func() error {
			_, err := f.msgs.SetStaticWeight(f.ctx, &types.MsgSetStaticWeight{Admin: account("mayor"), Community: c, Slot: slot})
			return err
		}},
		{"SetMaxPrice", func() error {
			_, err := f.msgs.SetMaxPrice(f.ctx, &types.MsgSetMaxPrice{Account: account("member 0"), Community: c, Slot: slot})
			return err
		}},
		{"Deposit", func() error {
			_, err := f.msgs.Deposit(f.ctx, &types.MsgDeposit{Depositor: account("donor"), Community: c, Slot: slot, Amount: ueur(1)})
			return err
		}},
		{"Withdraw", func() error {
			_, err := f.msgs.Withdraw(f.ctx, &types.MsgWithdraw{Account: account("member 0"), Community: c, Slot: slot, Amount: ueur(1)})
			return err
		}},
		{"CompensateMember", func() error {
			_, err := f.msgs.CompensateMember(f.ctx, &types.MsgCompensateMember{GridSupplier: account("grid"), Community: c, Slot: slot, EnergyWh: 1})
			return err
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			err := tc.do()
			require.ErrorIs(t, err, types.ErrSettling)
			require.ErrorContains(t, err, "settlement of epoch 1963633 of community 1 is in progress, try again in the next block")
		})
	}
	require.Equal(t, before, f.export())

	f.send(f.reading(community, 3, noon+quarter, noon+2*quarter, 11, 0))
	retired := f.meters.Get(f.ctx, f.memberOf(community, 5).Member.Meter)
	require.NoError(t, f.sink.MeterRetired(f.ctx, retired), "changes of meters are not refused")
	f.endBlock()
	f.endBlock()
	require.Equal(t, []uint64{1_000, 0}, []uint64{f.settlementOf(community, noonEpoch+1).Reported, f.settlementOf(community, noonEpoch+1).Missing})
	s := f.settlementOf(community, noonEpoch+1)
	require.Equal(t, types.SETTLEMENT_STATUS_SETTLED, s.Status)
	require.Equal(t, uint64(11), s.UnnettedImportWh, "readings are never refused")
	_, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{Admin: account("mayor"), Community: c, Meter: meter, Owner: account("late")})
	require.NoError(t, err)
}

func TestASettlementThatFailsHalfWayResumesWhereItStopped(t *testing.T) {
	whole, community := reportedVillage(t, pricedVillage(), 700)
	whole.work.SetBudget(whole.ctx, 1_000)
	whole.endBlock()

	f, _ := reportedVillage(t, pricedVillage(), 700)
	f.endBlock()
	require.Equal(t, types.PassShare, f.export().Cursors[0].Pass)
	terms := f.removeTerms(community)
	f.endBlock()
	require.Equal(t, types.SETTLEMENT_STATUS_FAILED, f.settlementOf(community, noonEpoch+1).Status)
	require.Len(t, f.export().Cursors, 1, "some wallets have been written")
	f.restoreTerms(community, terms)
	_, err := f.msgs.Deposit(f.ctx, &types.MsgDeposit{Depositor: account("donor"), Community: community, Amount: ueur(1)})
	require.ErrorIs(t, err, types.ErrSettling)

	require.NoError(t, f.retry(community, noonEpoch+1))
	require.Equal(t, types.SETTLEMENT_STATUS_SETTLING, f.settlementOf(community, noonEpoch+1).Status)
	f.endBlock()
	want, got := whole.export(), f.export()
	require.Equal(t, want.Members, got.Members)
	require.Equal(t, want.Intervals, got.Intervals)
	require.Equal(t, want.Prefixes, got.Prefixes)
}
