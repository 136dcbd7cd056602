package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

func TestAMemberLeaves(t *testing.T) {
	tests := []struct {
		name   string
		remove bool

		wantReason string
	}{
		{name: "by itself", wantReason: types.ReasonLeft},
		{name: "removed by the admin", remove: true, wantReason: types.ReasonRemoved},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			community := f.create(village())
			slot := f.join(community, "alice")
			meter := f.memberOf(community, slot).Member.Meter
			f.at(noon + 2*quarter)
			if tc.remove {
				_, err := f.msgs.RemoveMember(f.ctx, &types.MsgRemoveMember{Admin: account("mayor"), Community: community, Slot: slot})
				require.NoError(t, err)
			} else {
				f.leave(community, slot, "alice")
			}
			left := events[*types.EventMemberLeft](f)
			require.Equal(t, []*types.EventMemberLeft{{
				Community: community, Slot: slot, ToEpoch: noonEpoch + 3, Reason: tc.wantReason,
			}}, left)
			require.True(t, f.meters.Get(f.ctx, meter).IsBound(), "late readings of the last epochs still count")

			f.send(f.reading(community, slot, noon+2*quarter, noon+3*quarter, 40, 0))
			f.at(noon + 3*quarter + 2*grace - 1)
			f.endBlock()
			require.True(t, f.meters.Get(f.ctx, meter).IsBound())
			f.at(noon + 3*quarter + 2*grace)
			f.endBlock()
			require.False(t, f.meters.Get(f.ctx, meter).IsBound(), "the meter is released")

			f.meters.SetRegisters(f.ctx, meter, meteridtypes.Registers{ImportRegister: 1_000})
			require.Equal(t, uint64(40), f.memberOf(community, slot).ConsumedWh, "later counts belong to others")

			_, err := f.msgs.JoinCommunity(f.ctx, &types.MsgJoinCommunity{Owner: account("alice"), Community: community, Meter: meter})
			require.NoError(t, err)
			resp, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
				Admin: account("mayor"), Community: community, Meter: meter, Owner: account("alice"),
			})
			require.NoError(t, err)
			require.Equal(t, slot+1, resp.Slot, "a member who joins again gets another slot")
			f.checkInvariants()
		})
	}
}

func TestLeavingRefuses(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	leave := func(who string, slot uint64) error {
		_, err := f.msgs.LeaveCommunity(f.ctx, &types.MsgLeaveCommunity{Account: account(who), Community: community, Slot: slot})
		return err
	}
	remove := func(who string, slot uint64) error {
		_, err := f.msgs.RemoveMember(f.ctx, &types.MsgRemoveMember{Admin: account(who), Community: community, Slot: slot})
		return err
	}
	require.ErrorIs(t, leave("bob", slot), types.ErrNotMember)
	require.ErrorIs(t, leave("alice", 5), types.ErrMemberNotFound)
	require.ErrorIs(t, remove("alice", slot), types.ErrNotAdmin)
	require.ErrorIs(t, remove("mayor", 5), types.ErrMemberNotFound)
	require.NoError(t, leave("alice", slot))
	require.ErrorIs(t, leave("alice", slot), types.ErrMemberLeft)
	require.ErrorIs(t, remove("mayor", slot), types.ErrMemberLeft)
}

func TestAMemberLeavesAClosedCommunity(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	f.close(community)
	f.leave(community, slot, "alice")
	f.at(noon + quarter + 2*grace)
	f.endBlock()
	require.False(t, f.meters.Get(f.ctx, 1).IsBound())
}

func TestTheBalanceOfALeaverGoesToTheGrid(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Residual = types.RESIDUAL_CARRY
	community := f.create(msg)
	f.join(community, "sun")
	f.join(community, "home")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 300, -100)
	f.settle(noonEpoch + 1)
	require.Equal(t, int64(200), f.memberOf(community, 0).Wallet.CarryWh)

	f.leave(community, 0, "sun")
	toEpoch := f.memberOf(community, 0).Seat.ToEpoch
	last := toEpoch - 1
	f.at(int64(toEpoch) * quarter)
	f.report(community, last, 50, -10)
	f.at(int64(toEpoch)*quarter + 2*grace)
	f.endBlock()

	wallet := f.memberOf(community, 0).Wallet
	require.Zero(t, wallet.CarryWh)
	require.Equal(t, uint64(240), wallet.ToGridWh, "after the last epoch was settled")
	require.Equal(t, uint64(240), f.communityOf(community).Community.Totals.ToGridWh)
}

func TestTheBalanceOfALeaverWaitsForFailedEpochs(t *testing.T) {
	f := newFixture(t)
	msg := village()
	msg.Residual = types.RESIDUAL_CARRY
	community := f.create(msg)
	f.join(community, "sun")
	f.at(noon + quarter)
	f.leave(community, 0, "sun")
	f.report(community, noonEpoch+1, 300)
	terms := f.removeTerms(community)
	f.at(noon + 2*quarter + 2*grace)
	f.endBlock()
	require.Equal(t, types.SETTLEMENT_STATUS_FAILED, f.settlementOf(community, noonEpoch+1).Status)
	require.False(t, f.meters.Get(f.ctx, 1).IsBound(), "the meter does not wait")

	f.restoreTerms(community, terms)
	require.NoError(t, f.retry(community, noonEpoch+1))
	f.endBlock()
	require.Equal(t, int64(300), f.memberOf(community, 0).Wallet.CarryWh)
	f.at(f.now() + quarter)
	f.endBlock()
	require.Equal(t, uint64(300), f.memberOf(community, 0).Wallet.ToGridWh)
	require.Empty(t, f.work.Pending(f.ctx, "release"))
}

func TestAReleaseThatFailedIsTriedAgain(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	f.leave(community, slot, "alice")
	f.meters.Down = true
	f.at(noon + quarter + 2*grace)
	f.endBlock()
	failed := events[*worktypes.EventWorkFailed](f)
	require.Len(t, failed, 1)
	require.Equal(t, fake.ErrMetersDown.Error(), failed[0].Failed.Reason)

	f.meters.Down = false
	_, err := f.msgs.RemoveMember(f.ctx, &types.MsgRemoveMember{Admin: account("mayor"), Community: community, Slot: slot})
	require.NoError(t, err)
	require.Empty(t, events[*types.EventMemberLeft](f))
	f.endBlock()
	require.False(t, f.meters.Get(f.ctx, 1).IsBound())
	require.Empty(t, f.work.Failed(f.ctx))
}

func TestAMeterChangesHands(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, -40)
	require.NoError(t, f.meters.Transfer(f.ctx, 1, account("bob")))

	require.Equal(t, types.ReasonTransferred, events[*types.EventMemberLeft](f)[0].Reason)
	got := f.memberOf(community, slot)
	require.Equal(t, noonEpoch+3, got.Seat.ToEpoch)
	require.Equal(t, account("alice"), got.Member.Account, "the wallet stays with the old owner")
	require.Equal(t, uint64(40), got.ConsumedWh)
	require.False(t, f.meters.Get(f.ctx, 1).IsBound(), "the new owner can bind it")
	f.settle(noonEpoch + 1)
	require.Equal(t, uint64(40), f.memberOf(community, slot).Wallet.FromGridWh)
	f.at(f.now() + 2*grace)
	f.endBlock()
	require.Empty(t, f.work.Pending(f.ctx, "release"))
}

func TestAMeterIsRetired(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	require.NoError(t, f.meters.Retire(f.ctx, 1))
	require.Equal(t, types.ReasonRetired, events[*types.EventMemberLeft](f)[0].Reason)
	require.Equal(t, noonEpoch+1, f.memberOf(community, slot).Seat.ToEpoch)
	require.False(t, f.meters.Get(f.ctx, 1).IsBound())
}

func TestAMeterOfAMemberWhoLeavesIsRetired(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	f.leave(community, slot, "alice")
	f.at(noon + quarter)
	require.NoError(t, f.meters.Retire(f.ctx, 1))
	require.Equal(t, noonEpoch+1, f.memberOf(community, slot).Seat.ToEpoch, "the end stays as it was")
	f.at(noon + quarter + 2*grace)
	f.endBlock()
	require.Empty(t, f.work.Failed(f.ctx))
}

func TestAMeterIsReplaced(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, -40)

	next := f.meters.Install(f.ctx, meteridtypes.Meter{
		Medium: meteridtypes.MEDIUM_ELECTRICITY, Direction: meteridtypes.DIRECTION_BIDIRECTIONAL, Owner: account("alice"),
		RegisterUnitNumerator: 1_000, RegisterUnitDenominator: 1, Status: meteridtypes.METER_STATUS_REGISTERED,
	}, meteridtypes.Registers{})
	require.NoError(t, f.meters.Replace(f.ctx, 1, next, meteridtypes.Registers{Time: f.now(), ImportRegister: 9}))

	f.meters.SetRegisters(f.ctx, next, meteridtypes.Registers{ImportRegister: 11, ExportRegister: 3})
	got := f.memberOf(community, slot)
	require.Equal(t, next, got.Member.Meter)
	require.Equal(t, uint64(40+2_000), got.ConsumedWh, "both devices, each with its unit")
	require.Equal(t, uint64(3_000), got.ProducedWh)
	f.checkInvariants()
}

// A member who leaves does not lose the netting of its last epoch to another who reports it at the last moment of the grace.
func TestTheLastEpochOfALeaverWaitsForItsMeter(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	roof, home := f.join(community, "roof"), f.join(community, "home")
	f.at(noon + quarter)
	f.leave(community, home, "home")
	f.at(noon + 2*quarter + grace)
	f.send(f.reading(community, roof, noon+quarter, noon+2*quarter, 0, 400))
	f.endBlock()
	f.at(f.now() + grace - 1)
	f.endBlock()
	f.send(f.reading(community, home, noon+quarter, noon+2*quarter, 400, 0))
	f.at(f.now() + 1)
	f.endBlock()
	require.Equal(t, uint64(400), f.settlementOf(community, noonEpoch+1).NettedWh)
}
