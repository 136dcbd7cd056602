package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/energy/types"
)

func updateVillage() types.MsgUpdateCommunity {
	return types.MsgUpdateCommunity{
		Admin: account("mayor"), Community: 1, Name: "Town", GridSupplier: account("other grid"), GraceSeconds: 60,
		Key: types.ALLOCATION_KEY_STATIC, Residual: types.RESIDUAL_CARRY, PricePerKwh: 7, MaxMembers: 20_000,
	}
}

func TestUpdateCommunityWithoutMembersCountsFromTheNextEpoch(t *testing.T) {
	f := newFixture(t)
	f.create(village())
	msg := updateVillage()
	resp, err := f.msgs.UpdateCommunity(f.ctx, &msg)
	require.NoError(t, err)
	require.Equal(t, noonEpoch+1, resp.FromEpoch)

	got := f.communityOf(1)
	require.Equal(t, "Town", got.Community.Name)
	require.Equal(t, uint64(20_000), got.Community.MaxMembers)
	require.Equal(t, types.ALLOCATION_KEY_DYNAMIC, got.Terms.Key)
	want := types.Terms{
		FromEpoch: noonEpoch + 1, Key: types.ALLOCATION_KEY_STATIC, Residual: types.RESIDUAL_CARRY, PricePerKwh: 7,
		GridSupplier: account("other grid"), BorderToleranceSeconds: 30, GraceSeconds: 60,
	}
	require.Equal(t, []types.Terms{want}, got.ComingTerms)

	msg.PricePerKwh = 8
	_, err = f.msgs.UpdateCommunity(f.ctx, &msg)
	require.NoError(t, err)
	require.Equal(t, uint64(8), f.communityOf(1).ComingTerms[0].PricePerKwh)
	require.Len(t, f.export().Terms, 2, "a second change in one epoch replaces the first")
}

func TestUpdateCommunityPrunesOldTerms(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.RetentionEpochs = 10 })
	f.create(village())
	msg := updateVillage()
	for i := range int64(40) {
		f.at(noon + i*86_400)
		_, err := f.msgs.UpdateCommunity(f.ctx, &msg)
		require.NoError(t, err)
	}
	terms := f.export().Terms
	require.Less(t, len(terms), 20)
	require.LessOrEqual(t, terms[0].Terms.FromEpoch, noonEpoch+(39-7)*96-10-1, "terms that a late reading may need are kept")
}

// A pause brings terms too, and each resumption: they go as those of an update do.
func TestPausesPruneOldTerms(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.RetentionEpochs = 10 })
	community := f.create(village())
	for i := range int64(20) {
		f.at(noon + i*2*86_400)
		f.pause(community)
		f.at(noon + (i*2+1)*86_400)
		_, err := f.msgs.ResumeCommunity(f.ctx, &types.MsgResumeCommunity{Admin: account("mayor"), Community: community})
		require.NoError(t, err)
	}
	require.Less(t, len(f.export().Terms), 20)
}

func TestUpdateCommunityRefuses(t *testing.T) {
	tests := []struct {
		name    string
		members int
		closed  bool
		change  func(*types.MsgUpdateCommunity)

		wantErr error
	}{
		{
			name:    "a signer other than the admin",
			change:  func(m *types.MsgUpdateCommunity) { m.Admin = account("thief") },
			wantErr: types.ErrNotAdmin,
		},
		{
			name:    "a community that does not exist",
			change:  func(m *types.MsgUpdateCommunity) { m.Community = 2 },
			wantErr: types.ErrCommunityNotFound,
		},
		{
			name:    "a closed community",
			closed:  true,
			change:  func(*types.MsgUpdateCommunity) {},
			wantErr: types.ErrCommunityClosed,
		},
		{
			name:    "fewer members than there are slots",
			members: 3,
			change:  func(m *types.MsgUpdateCommunity) { m.MaxMembers = 2 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a price that would overflow",
			change:  func(m *types.MsgUpdateCommunity) { m.PricePerKwh = types.MaxPricePerKWh + 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a tolerance of more than a twentieth of the epoch",
			change:  func(m *types.MsgUpdateCommunity) { m.BorderToleranceSeconds = 46 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "exact borders with a tolerance",
			change:  func(m *types.MsgUpdateCommunity) { m.ExactBorders, m.BorderToleranceSeconds = true, 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a total of static weights that do not count",
			change:  func(m *types.MsgUpdateCommunity) { m.Key, m.StaticTotalWeight = types.ALLOCATION_KEY_DYNAMIC, 1 },
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name:    "a grid supplier with an invalid address",
			change:  func(m *types.MsgUpdateCommunity) { m.GridSupplier = "" },
			wantErr: sdkerrors.ErrInvalidAddress,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			community := f.create(village())
			for range tc.members {
				f.join(community, "member")
			}
			if tc.closed {
				f.close(community)
			}
			msg := updateVillage()
			tc.change(&msg)
			before := f.export()
			_, err := f.msgs.UpdateCommunity(f.ctx, &msg)
			require.ErrorIs(t, err, tc.wantErr)
			require.Equal(t, before, f.export())
		})
	}
}

func (f *fixture) close(community uint64) {
	f.t.Helper()
	_, err := f.msgs.CloseCommunity(f.ctx, &types.MsgCloseCommunity{Admin: account("mayor"), Community: community})
	require.NoError(f.t, err)
}

func (f *fixture) pause(community uint64) {
	f.t.Helper()
	_, err := f.msgs.PauseCommunity(f.ctx, &types.MsgPauseCommunity{Admin: account("mayor"), Community: community})
	require.NoError(f.t, err)
}

func TestPauseResumeAndClose(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	resume := &types.MsgResumeCommunity{Admin: account("mayor"), Community: community}
	pause := &types.MsgPauseCommunity{Admin: account("mayor"), Community: community}

	_, err := f.msgs.ResumeCommunity(f.ctx, resume)
	require.ErrorIs(t, err, types.ErrWrongStatus, "an active community cannot be resumed")
	paused, err := f.msgs.PauseCommunity(f.ctx, pause)
	require.NoError(t, err)
	require.Equal(t, noonEpoch+1, paused.FromEpoch)
	require.False(t, f.communityOf(community).Terms.Paused, "the present epoch is still netted")
	require.True(t, f.communityOf(community).ComingTerms[0].Paused)
	_, err = f.msgs.PauseCommunity(f.ctx, pause)
	require.ErrorIs(t, err, types.ErrWrongStatus, "a paused community cannot be paused")

	f.at(noon + 2*quarter)
	resumed, err := f.msgs.ResumeCommunity(f.ctx, resume)
	require.NoError(t, err)
	require.Equal(t, noonEpoch+3, resumed.FromEpoch)
	require.False(t, f.communityOf(community).ComingTerms[0].Paused)
	require.Equal(t, types.COMMUNITY_STATUS_ACTIVE, f.communityOf(community).Community.Status)

	closed, err := f.msgs.CloseCommunity(f.ctx, &types.MsgCloseCommunity{Admin: account("mayor"), Community: community})
	require.NoError(t, err)
	require.Equal(t, noonEpoch+3, closed.FromEpoch)
	require.Equal(t, []types.CommunityStatus{
		types.COMMUNITY_STATUS_PAUSED, types.COMMUNITY_STATUS_ACTIVE, types.COMMUNITY_STATUS_CLOSED,
	}, statuses(events[*types.EventCommunityStatusChanged](f)))

	_, err = f.msgs.CloseCommunity(f.ctx, &types.MsgCloseCommunity{Admin: account("mayor"), Community: community})
	require.ErrorIs(t, err, types.ErrCommunityClosed, "closing is permanent")
	_, err = f.msgs.PauseCommunity(f.ctx, pause)
	require.ErrorIs(t, err, types.ErrCommunityClosed)
	_, err = f.msgs.ResumeCommunity(f.ctx, resume)
	require.ErrorIs(t, err, types.ErrCommunityClosed)
}

func statuses(events []*types.EventCommunityStatusChanged) []types.CommunityStatus {
	var all []types.CommunityStatus
	for _, e := range events {
		all = append(all, e.Status)
	}
	return all
}

func TestOnlyTheAdminChangesTheStatus(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	_, err := f.msgs.PauseCommunity(f.ctx, &types.MsgPauseCommunity{Admin: account("thief"), Community: community})
	require.ErrorIs(t, err, types.ErrNotAdmin)
	_, err = f.msgs.ResumeCommunity(f.ctx, &types.MsgResumeCommunity{Admin: account("thief"), Community: community})
	require.ErrorIs(t, err, types.ErrNotAdmin)
	_, err = f.msgs.CloseCommunity(f.ctx, &types.MsgCloseCommunity{Admin: account("thief"), Community: community})
	require.ErrorIs(t, err, types.ErrNotAdmin)
}

func TestTheAdminRoleIsTransferred(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	offer := func(admin, to string) error {
		_, err := f.msgs.TransferAdmin(f.ctx, &types.MsgTransferAdmin{Admin: admin, Community: community, NewAdmin: to})
		return err
	}
	accept := func(who string) error {
		_, err := f.msgs.AcceptAdmin(f.ctx, &types.MsgAcceptAdmin{NewAdmin: who, Community: community})
		return err
	}

	require.ErrorIs(t, accept(account("deputy")), types.ErrNotPendingAdmin, "no offer was made")
	require.ErrorIs(t, offer(account("thief"), account("thief")), types.ErrNotAdmin)
	require.ErrorIs(t, offer(account("mayor"), "deputy"), sdkerrors.ErrInvalidAddress)
	require.NoError(t, offer(account("mayor"), account("deputy")))
	require.ErrorIs(t, accept(account("thief")), types.ErrNotPendingAdmin)
	require.NoError(t, offer(account("mayor"), ""), "an offer can be withdrawn")
	require.ErrorIs(t, accept(account("deputy")), types.ErrNotPendingAdmin)
	require.NoError(t, offer(account("mayor"), account("deputy")))
	require.NoError(t, accept(account("deputy")))

	got := f.communityOf(community).Community
	require.Equal(t, account("deputy"), got.Admin)
	require.Empty(t, got.PendingAdmin)
	require.ErrorIs(t, offer(account("mayor"), account("mayor")), types.ErrNotAdmin)
	require.Len(t, events[*types.EventAdminTransferred](f), 1)
}

func TestUpdateParams(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.RetentionEpochs = 5
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("mayor"), Params: params})
	require.ErrorIs(t, err, sdkerrors.ErrUnauthorized)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: types.Params{}})
	require.ErrorIs(t, err, types.ErrInvalidParams)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
	require.NoError(t, err)
	require.Equal(t, params, f.export().Params)
	require.Len(t, events[*types.EventParamsUpdated](f), 1)
}
