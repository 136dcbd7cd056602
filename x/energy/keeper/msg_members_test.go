package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func TestJoinCommunity(t *testing.T) {
	f := newFixture(t)
	first, second := f.create(village()), f.create(village())
	meter := f.apply(first, "alice")
	require.Equal(t, []types.Application{{
		Community: first, Meter: meter, Owner: account("alice"), AppliedAt: noon, MaxPricePerKwh: types.MaxPricePerKWh,
	}}, f.export().Applications)

	_, err := f.msgs.JoinCommunity(f.ctx, &types.MsgJoinCommunity{Owner: account("alice"), Community: second, Meter: meter})
	require.NoError(t, err)
	require.Equal(t, second, f.export().Applications[0].Community, "a later application replaces the earlier one")
	require.Len(t, f.export().Applications, 1)
	require.Len(t, events[*types.EventMemberApplied](f), 2)
	f.checkInvariants()
}

func TestJoinCommunityRefuses(t *testing.T) {
	tests := []struct {
		name      string
		owner     string
		community uint64
		meter     uint64
		closed    bool
		change    func(*meteridtypes.Meter)

		wantErr error
	}{
		{
			name: "an owner with an invalid address", owner: "alice", community: 1, meter: 1,
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name: "a community that does not exist", owner: account("alice"), community: 9, meter: 1,
			wantErr: types.ErrCommunityNotFound,
		},
		{
			name: "a closed community", owner: account("alice"), community: 1, meter: 1, closed: true,
			wantErr: types.ErrCommunityClosed,
		},
		{
			name: "a meter that does not exist", owner: account("alice"), community: 1, meter: 9,
			wantErr: meteridtypes.ErrMeterNotFound,
		},
		{
			name: "the meter of another owner", owner: account("bob"), community: 1, meter: 1,
			wantErr: types.ErrNotOwner,
		},
		{
			name: "a suspended meter", owner: account("alice"), community: 1, meter: 1,
			change:  func(m *meteridtypes.Meter) { m.Status = meteridtypes.METER_STATUS_SUSPENDED },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a water meter", owner: account("alice"), community: 1, meter: 1,
			change:  func(m *meteridtypes.Meter) { m.Medium = meteridtypes.MEDIUM_WATER },
			wantErr: types.ErrMeterUnfit,
		},
		{
			name: "a meter that is bound", owner: account("alice"), community: 1, meter: 1,
			change:  func(m *meteridtypes.Meter) { m.Binding.Module = "generator" },
			wantErr: types.ErrMeterBound,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			f.create(village())
			f.addMeter(account("alice"), 1, meteridtypes.Registers{})
			if tc.change != nil {
				f.meters.Change(f.ctx, 1, tc.change)
			}
			if tc.closed {
				f.close(1)
			}
			_, err := f.msgs.JoinCommunity(f.ctx, &types.MsgJoinCommunity{Owner: tc.owner, Community: tc.community, Meter: tc.meter})
			require.ErrorIs(t, err, tc.wantErr)
			require.Empty(t, f.export().Applications)
		})
	}
}

func TestApproveMember(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	meter := f.addMeter(account("alice"), 10, meteridtypes.Registers{Time: noon, ImportRegister: 500, ExportRegister: 70})
	_, err := f.msgs.JoinCommunity(f.ctx, &types.MsgJoinCommunity{
		Owner: account("alice"), Community: community, Meter: meter, MaxPricePerKwh: 7,
	})
	require.NoError(t, err)
	resp, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
		Admin: account("mayor"), Community: community, Meter: meter, Owner: account("alice"), StaticWeight: 3,
	})
	require.NoError(t, err)
	require.Equal(t, &types.MsgApproveMemberResponse{Slot: 0, FromEpoch: noonEpoch + 1}, resp)
	require.Equal(t, uint64(1), f.join(community, "bob"))

	got := f.memberOf(community, 0)
	require.Equal(t, types.Member{
		Community: community, Slot: 0, Meter: meter, Account: account("alice"),
		OpeningImportWh: 5_000, OpeningExportWh: 700,
	}, got.Member)
	require.Equal(t, types.Seat{FromEpoch: noonEpoch + 1, StaticWeight: 3}, got.Seat)
	require.Equal(t, types.Wallet{MaxPricePerKwh: 7}, got.Wallet)
	require.Equal(t, meteridtypes.Binding{Module: "energy", Ref: community}, f.meters.Get(f.ctx, meter).Binding)
	require.Empty(t, f.export().Applications)
	f.checkInvariants()
}

func TestApproveMemberRefuses(t *testing.T) {
	tests := []struct {
		name      string
		max       uint64
		members   int
		closed    bool
		newOwner  string
		suspended bool
		bound     bool
		change    func(*types.MsgApproveMember)

		wantErr error
	}{
		{
			name:    "a signer other than the admin",
			change:  func(m *types.MsgApproveMember) { m.Admin = account("thief") },
			wantErr: types.ErrNotAdmin,
		},
		{
			name:    "a meter that has not applied",
			change:  func(m *types.MsgApproveMember) { m.Meter = 77 },
			wantErr: types.ErrApplicationNotFound,
		},
		{
			name:    "an owner who did not apply",
			change:  func(m *types.MsgApproveMember) { m.Owner = account("bob") },
			wantErr: types.ErrNotOwner,
		},
		{
			name:    "an owner with an invalid address",
			change:  func(m *types.MsgApproveMember) { m.Owner = "alice" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
		{
			name:    "a closed community",
			closed:  true,
			wantErr: types.ErrCommunityClosed,
		},
		{
			name:     "a meter that was transferred since it applied",
			newOwner: "bob",
			wantErr:  types.ErrNotOwner,
		},
		{
			name:      "a meter that was suspended since it applied",
			suspended: true,
			wantErr:   types.ErrMeterUnfit,
		},
		{
			name:    "a meter that was bound since it applied",
			bound:   true,
			wantErr: types.ErrMeterBound,
		},
		{
			name:    "more members than the community may have",
			max:     2,
			members: 2,
			wantErr: types.ErrCommunityFull,
		},
		{
			name:    "a weight that would overflow",
			change:  func(m *types.MsgApproveMember) { m.StaticWeight = types.MaxStaticWeight + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a membership that begins in the past",
			change:  func(m *types.MsgApproveMember) { m.FromEpoch = noonEpoch - 1 },
			wantErr: types.ErrEpochOutOfRange,
		},
		{
			name:    "a membership that begins in more than a year",
			change:  func(m *types.MsgApproveMember) { m.FromEpoch = noonEpoch + types.MaxAheadSeconds/900 + 1 },
			wantErr: types.ErrEpochOutOfRange,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := village()
			msg.MaxMembers = max(tc.max, 2)
			community := f.create(msg)
			for range tc.members {
				f.join(community, "neighbour")
			}
			meter := f.apply(community, "alice")
			f.meters.Change(f.ctx, meter, func(m *meteridtypes.Meter) {
				if tc.newOwner != "" {
					m.Owner = account(tc.newOwner)
				}
				if tc.suspended {
					m.Status = meteridtypes.METER_STATUS_SUSPENDED
				}
				if tc.bound {
					m.Binding.Module = "generator"
				}
			})
			if tc.closed {
				f.close(community)
			}
			approve := types.MsgApproveMember{Admin: account("mayor"), Community: community, Meter: meter, Owner: account("alice")}
			if tc.change != nil {
				tc.change(&approve)
			}
			before := f.export()
			_, err := f.msgs.ApproveMember(f.ctx, &approve)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.export())
		})
	}
}

func TestAMembershipIsDatedBackAsFarAsAllowed(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.MaxBackdateSeconds = 3_600 })
	community := f.create(village())
	approve := func(fromEpoch uint64) error {
		_, err := f.msgs.ApproveMember(f.ctx, &types.MsgApproveMember{
			Admin: account("mayor"), Community: community, Meter: f.apply(community, "alice"), Owner: account("alice"), FromEpoch: fromEpoch,
		})
		return err
	}
	require.ErrorIs(t, approve(noonEpoch-5), types.ErrEpochOutOfRange)
	require.NoError(t, approve(noonEpoch-4))
	require.NoError(t, approve(noonEpoch+types.MaxAheadSeconds/900))
	require.Equal(t, noonEpoch-4, f.memberOf(community, 0).Seat.FromEpoch)
}

func TestSetStaticWeight(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.joinWith(community, "alice", 5)
	set := func(weight uint64) error {
		_, err := f.msgs.SetStaticWeight(f.ctx, &types.MsgSetStaticWeight{
			Admin: account("mayor"), Community: community, Slot: slot, StaticWeight: weight,
		})
		return err
	}
	const notice = 7 * 96 // epochs
	require.NoError(t, set(7))
	require.Equal(t, types.Seat{
		FromEpoch: noonEpoch + 1, StaticWeight: 7, PreviousWeight: 5, WeightFromEpoch: noonEpoch + notice + 1,
	}, f.memberOf(community, slot).Seat)
	f.at(noon + quarter)
	require.NoError(t, set(8), "it replaces the announced weight")
	require.Equal(t, types.Seat{
		FromEpoch: noonEpoch + 1, StaticWeight: 8, PreviousWeight: 5, WeightFromEpoch: noonEpoch + notice + 2,
	}, f.memberOf(community, slot).Seat)

	f.at(noon + (notice+2)*quarter)
	require.NoError(t, set(9))
	require.Equal(t, types.Seat{
		FromEpoch: noonEpoch + 1, StaticWeight: 9, PreviousWeight: 8, WeightFromEpoch: noonEpoch + 2*notice + 3,
	}, f.memberOf(community, slot).Seat)

	f.at(noon + (2*notice+3)*quarter)
	f.report(community, noonEpoch+2*notice+2, 100)
	require.ErrorIs(t, set(10), types.ErrWeightPending, "the epoch before still needs the weight before the last one")
	f.settle(noonEpoch + 2*notice + 2)
	require.NoError(t, set(10))
	require.Len(t, events[*types.EventStaticWeightSet](f), 4)
}

func TestSetStaticWeightRefuses(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	slot := f.join(community, "alice")
	set := func(admin string, slot uint64) error {
		_, err := f.msgs.SetStaticWeight(f.ctx, &types.MsgSetStaticWeight{Admin: account(admin), Community: community, Slot: slot})
		return err
	}
	require.ErrorIs(t, set("alice", slot), types.ErrNotAdmin)
	require.ErrorIs(t, set("mayor", 9), types.ErrMemberNotFound)
	f.leave(community, slot, "alice")
	require.ErrorIs(t, set("mayor", slot), types.ErrMemberLeft)
	f.close(community)
	require.ErrorIs(t, set("mayor", slot), types.ErrCommunityClosed)
}

func (f *fixture) leave(community, slot uint64, who string) {
	f.t.Helper()
	_, err := f.msgs.LeaveCommunity(f.ctx, &types.MsgLeaveCommunity{Account: account(who), Community: community, Slot: slot})
	require.NoError(f.t, err)
}

// A request for a meter that can no longer be granted goes, however the meter was taken.
func TestApplicationsOfTakenMetersGo(t *testing.T) {
	for _, tc := range []struct {
		name string
		take func(f *fixture, meter uint64) error
	}{
		{"bound by another module", func(f *fixture, meter uint64) error {
			f.meters.RegisterSink("generator", f.sink)
			return f.meters.BindMeter(f.ctx, meter, meteridtypes.Binding{Module: "generator", Ref: 1})
		}},
		{"transferred", func(f *fixture, meter uint64) error { return f.meters.Transfer(f.ctx, meter, account("bob")) }},
		{"retired", func(f *fixture, meter uint64) error { return f.meters.Retire(f.ctx, meter) }},
		{"replaced", func(f *fixture, meter uint64) error {
			next := f.meters.Install(f.ctx, meteridtypes.Meter{Owner: account("alice"), Status: meteridtypes.METER_STATUS_REGISTERED}, meteridtypes.Registers{})
			return f.meters.Replace(f.ctx, meter, next, meteridtypes.Registers{})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			meter := f.apply(f.create(village()), "alice")
			require.NoError(t, tc.take(f, meter))
			require.Empty(t, f.export().Applications)
			f.checkInvariants()
		})
	}
}
