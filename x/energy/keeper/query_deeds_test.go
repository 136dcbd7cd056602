package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// deeds returns all deeds of the first epoch of reportedVillage, page by page.
func (f *fixture) deeds(community, limit uint64) []types.Deed {
	f.t.Helper()
	var all []types.Deed
	req := &types.QueryDeedsRequest{Community: community, Epoch: noonEpoch + 1, Pagination: &query.PageRequest{Limit: limit}}
	for {
		resp, err := f.queries.Deeds(f.ctx, req)
		require.NoError(f.t, err)
		require.LessOrEqual(f.t, uint64(len(resp.Deeds)), limit)
		all = append(all, resp.Deeds...)
		if resp.Pagination.NextKey == nil {
			return all
		}
		req.Pagination.Key = resp.Pagination.NextKey
	}
}

func TestDeeds(t *testing.T) {
	for _, key := range []types.AllocationKey{
		types.ALLOCATION_KEY_DYNAMIC, types.ALLOCATION_KEY_STATIC, types.ALLOCATION_KEY_PERCENT,
	} {
		t.Run(key.String(), func(t *testing.T) {
			msg := pricedVillage()
			msg.Key = key
			f, community := reportedVillage(t, msg, 400)
			f.work.SetBudget(f.ctx, 1_000)
			f.endBlock()

			gives, takes := make([]uint64, 400), make([]uint64, 400)
			for _, i := range f.export().Intervals {
				if i.Interval.PositionWh() > 0 {
					gives[i.Slot] = i.Interval.SharedWh
				} else {
					takes[i.Slot] = i.Interval.SharedWh
				}
			}
			twin, err := netting.Deeds(gives, takes)
			require.NoError(t, err)
			var want []types.Deed
			of := make([][]types.Deed, 400)
			for _, d := range twin {
				deed := types.Deed{FromSlot: uint64(d.Giver), ToSlot: uint64(d.Taker), EnergyWh: d.Wh}
				want = append(want, deed)
				of[d.Giver] = append(of[d.Giver], deed)
				of[d.Taker] = append(of[d.Taker], deed)
			}
			require.Greater(t, len(want), 10)
			require.Equal(t, want, f.deeds(community, 1_000))
			require.Equal(t, want, f.deeds(community, 7), "page by page")

			for slot := range uint64(400) {
				resp, err := f.queries.MemberDeeds(f.ctx, &types.QueryMemberDeedsRequest{Community: community, Epoch: noonEpoch + 1, Slot: slot})
				require.NoError(t, err)
				require.Equal(t, of[slot], resp.Deeds)
				require.Nil(t, resp.Pagination.NextKey)
			}
		})
	}
}

func TestMemberDeedsPageByPage(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	for range 6 {
		f.join(community, "member")
	}
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 100, -10, -20, -30, -40, -1)
	f.settle(noonEpoch + 1)

	req := &types.QueryMemberDeedsRequest{
		Community: community, Epoch: noonEpoch + 1, Pagination: &query.PageRequest{Limit: 2},
	}
	var all []types.Deed
	for range 3 {
		resp, err := f.queries.MemberDeeds(f.ctx, req)
		require.NoError(t, err)
		all = append(all, resp.Deeds...)
		req.Pagination.Key = resp.Pagination.NextKey
	}
	require.Nil(t, req.Pagination.Key)
	require.Len(t, all, 5)
	require.Equal(t, uint64(5), all[4].ToSlot)
}

func TestDeedsRefuses(t *testing.T) {
	f, community := reportedVillage(t, village(), 10)
	deeds := func(page *query.PageRequest) error {
		_, err := f.queries.Deeds(f.ctx, &types.QueryDeedsRequest{Community: community, Epoch: noonEpoch + 1, Pagination: page})
		return err
	}
	memberDeeds := func(slot uint64, page *query.PageRequest) error {
		_, err := f.queries.MemberDeeds(f.ctx, &types.QueryMemberDeedsRequest{
			Community: community, Epoch: noonEpoch + 1, Slot: slot, Pagination: page,
		})
		return err
	}
	require.ErrorIs(t, deeds(nil), types.ErrNotSettled)
	require.ErrorIs(t, memberDeeds(0, nil), types.ErrNotSettled)
	f.endBlock()
	require.NoError(t, deeds(nil))
	require.ErrorIs(t, deeds(&query.PageRequest{Key: []byte{1}}), sdkerrors.ErrInvalidRequest)
	require.ErrorIs(t, deeds(&query.PageRequest{Reverse: true}), sdkerrors.ErrInvalidRequest)
	require.ErrorIs(t, memberDeeds(0, &query.PageRequest{Key: make([]byte, 8), Offset: 1}), sdkerrors.ErrInvalidRequest)
	require.ErrorIs(t, memberDeeds(10, nil), types.ErrMemberNotFound)

	far := make([]byte, 8)
	far[0] = 255
	resp, err := f.queries.Deeds(f.ctx, &types.QueryDeedsRequest{
		Community: community, Epoch: noonEpoch + 1, Pagination: &query.PageRequest{Key: far},
	})
	require.NoError(t, err)
	require.Empty(t, resp.Deeds, "there are no deeds beyond the netted energy")
	require.NoError(t, memberDeeds(0, &query.PageRequest{Key: far}))
}
