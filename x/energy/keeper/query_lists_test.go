package keeper_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/types"
)

func TestListsArePaged(t *testing.T) {
	f := newFixture(t)
	for range 3 {
		f.create(village())
	}
	for i := range 5 {
		f.join(2, fmt.Sprintf("member %d", i%2))
	}
	f.apply(2, "applicant")
	f.apply(2, "another")
	f.at(noon + 4*quarter)
	for n := range uint64(3) {
		f.report(2, noonEpoch+1+n, 10, -5)
	}

	two := &query.PageRequest{Limit: 2}
	communities, err := f.queries.Communities(f.ctx, &types.QueryCommunitiesRequest{Pagination: two})
	require.NoError(t, err)
	require.Len(t, communities.Communities, 2)
	communities, err = f.queries.Communities(f.ctx, &types.QueryCommunitiesRequest{Pagination: &query.PageRequest{Key: communities.Pagination.NextKey}})
	require.NoError(t, err)
	require.Equal(t, uint64(3), communities.Communities[0].Id)

	members, err := f.queries.Members(f.ctx, &types.QueryMembersRequest{Community: 2, Pagination: two})
	require.NoError(t, err)
	members, err = f.queries.Members(f.ctx, &types.QueryMembersRequest{Community: 2, Pagination: &query.PageRequest{Key: members.Pagination.NextKey}})
	require.NoError(t, err)
	require.Len(t, members.Members, 3)
	require.Equal(t, uint64(2), members.Members[0].Member.Slot)

	own, err := f.queries.MembersByAccount(f.ctx, &types.QueryMembersByAccountRequest{Account: account("member 1"), Pagination: two})
	require.NoError(t, err)
	require.Equal(t, []uint64{1, 3}, []uint64{own.Members[0].Member.Slot, own.Members[1].Member.Slot})

	applications, err := f.queries.Applications(f.ctx, &types.QueryApplicationsRequest{Community: 2, Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Equal(t, account("applicant"), applications.Applications[0].Owner)
	require.NotNil(t, applications.Pagination.NextKey)
	applications, err = f.queries.Applications(f.ctx, &types.QueryApplicationsRequest{Community: 1})
	require.NoError(t, err)
	require.Empty(t, applications.Applications)

	settlements, err := f.queries.Settlements(f.ctx, &types.QuerySettlementsRequest{Community: 2, Pagination: &query.PageRequest{Reverse: true, Limit: 2}})
	require.NoError(t, err)
	require.Equal(t, []uint64{noonEpoch + 3, noonEpoch + 2}, []uint64{settlements.Settlements[0].Epoch, settlements.Settlements[1].Epoch})

	reports, err := f.queries.Reports(f.ctx, &types.QueryReportsRequest{Community: 2, Epoch: noonEpoch + 1, Pagination: two})
	require.NoError(t, err)
	require.Equal(t, &types.Interval{ExportWh: 10}, reports.Reports[0].Interval)
	reports, err = f.queries.Reports(f.ctx, &types.QueryReportsRequest{
		Community: 2, Epoch: noonEpoch + 1, Pagination: &query.PageRequest{Key: reports.Pagination.NextKey},
	})
	require.NoError(t, err)
	require.Len(t, reports.Reports, 3)
	require.Equal(t, types.Report{Slot: 2, Meter: 3}, reports.Reports[0])
	require.Nil(t, reports.Pagination.NextKey)
}

func TestAHugePageIsClamped(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.MaxMembers = types.MaxMembers })
	for range 1_001 {
		f.create(village())
	}
	resp, err := f.queries.Communities(f.ctx, &types.QueryCommunitiesRequest{
		Pagination: &query.PageRequest{Limit: math.MaxUint64, CountTotal: true},
	})
	require.NoError(t, err)
	require.Len(t, resp.Communities, 1_000)
	require.Zero(t, resp.Pagination.Total)
}

func TestQueriesForMissingRecords(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	_, err := f.queries.Community(f.ctx, &types.QueryCommunityRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Members(f.ctx, &types.QueryMembersRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Member(f.ctx, &types.QueryMemberRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Member(f.ctx, &types.QueryMemberRequest{Community: community})
	require.ErrorIs(t, err, types.ErrMemberNotFound)
	_, err = f.queries.Applications(f.ctx, &types.QueryApplicationsRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Settlements(f.ctx, &types.QuerySettlementsRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Settlement(f.ctx, &types.QuerySettlementRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Reports(f.ctx, &types.QueryReportsRequest{Community: 9})
	require.ErrorIs(t, err, types.ErrCommunityNotFound)
	_, err = f.queries.Reports(f.ctx, &types.QueryReportsRequest{Community: community, Pagination: &query.PageRequest{Reverse: true}})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidRequest)
	_, err = f.queries.MembersByAccount(f.ctx, &types.QueryMembersByAccountRequest{Account: "invalid"})
	require.ErrorIs(t, err, sdkerrors.ErrInvalidAddress)
}
