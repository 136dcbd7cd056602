package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// silentVillage has meters 1 to 6, all opened at noon, at two o'clock: 1 and 2 are in place 1 of energy, 3 in place 2, 4 in
// place 1 of water; 5 is suspended, 6 is registered only. Meter 2 reported at one o'clock; 3 is the heir's.
func silentVillage(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	for _, serial := range []string{"S1", "S2", "S3", "S4"} {
		f.active(serial)
	}
	for id, b := range map[uint64]types.Binding{
		1: {Module: "energy", Ref: 1, Slot: 9}, 2: {Module: "energy", Ref: 1, Slot: 3}, 3: {Module: "energy", Ref: 2}, 4: {Module: "water", Ref: 1},
	} {
		require.NoError(t, f.keeper.BindMeter(f.ctx, id, b))
	}
	f.suspended("S5")
	f.registered("S6")
	_, err := f.msgs.TransferMeter(f.ctx, &types.MsgTransferMeter{Issuer: account("issuer"), Meter: 3, NewOwner: account("heir"), Closing: opening})
	require.NoError(t, err)
	f.consented(3)
	_, err = f.msgs.AcceptTransfer(f.ctx, f.accepting(3))
	require.NoError(t, err)
	f.later(2 * hour)
	require.Equal(t, uint32(1), f.submit(read(ed("S2", 1), 2, 1, step(60))).Accepted)
	return f
}

func TestSilent(t *testing.T) {
	tests := []struct {
		name string
		req  types.QuerySilentRequest

		want     []uint64
		wantNext uint64
	}{
		{name: "all that have reported nothing since a time", req: types.QuerySilentRequest{Since: noon + 1}, want: []uint64{1, 3, 4}},
		{name: "a reading at the time is one since then", req: types.QuerySilentRequest{Since: noon + hour}, want: []uint64{1, 3, 4}},
		{name: "a later time has more", req: types.QuerySilentRequest{Since: noon + hour + 1}, want: []uint64{1, 2, 3, 4}},
		{name: "an earlier time has none", req: types.QuerySilentRequest{Since: noon}},
		{name: "those of an owner", req: types.QuerySilentRequest{Since: noon + 1, Owner: account("heir")}, want: []uint64{3}},
		{name: "those of an owner without meters", req: types.QuerySilentRequest{Since: noon + 1, Owner: account("nobody")}},
		{name: "those of a place in a module", req: types.QuerySilentRequest{Since: noon + 1, Module: "energy", Ref: 1}, want: []uint64{1}},
		{name: "those of another place", req: types.QuerySilentRequest{Since: noon + 1, Module: "energy", Ref: 2}, want: []uint64{3}},
		{name: "those of another module", req: types.QuerySilentRequest{Since: noon + 1, Module: "water", Ref: 1}, want: []uint64{4}},
		{
			name: "a page examines at most its limit",
			req:  types.QuerySilentRequest{Since: noon + 1, Pagination: &query.PageRequest{Limit: 2}}, want: []uint64{1}, wantNext: 3,
		},
		{
			name: "the next page goes on",
			req:  types.QuerySilentRequest{Since: noon + 1, Pagination: &query.PageRequest{Limit: 2, Key: sdk.Uint64ToBigEndian(3)}}, want: []uint64{3, 4}, wantNext: 5,
		},
		{
			name: "the last page may be empty",
			req:  types.QuerySilentRequest{Since: noon + 1, Pagination: &query.PageRequest{Limit: 2, Key: sdk.Uint64ToBigEndian(5)}},
		},
		{
			name: "a page of a place",
			req:  types.QuerySilentRequest{Since: noon + hour + 1, Module: "energy", Ref: 1, Pagination: &query.PageRequest{Limit: 1}}, want: []uint64{1}, wantNext: 2,
		},
		{
			name: "an offset is the number of a meter",
			req:  types.QuerySilentRequest{Since: noon + 1, Pagination: &query.PageRequest{Offset: 4}}, want: []uint64{4},
		},
		{
			name: "an offset beyond all meters is not walked to",
			req:  types.QuerySilentRequest{Since: noon + 1, Pagination: &query.PageRequest{Offset: 1<<64 - 1}},
		},
	}
	f := silentVillage(t)
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			r, err := f.queries.Silent(f.ctx, &tc.req)
			require.NoError(t, err)
			var got []uint64
			for _, m := range r.Meters {
				got = append(got, m.Meter)
			}
			require.Equal(t, tc.want, got)
			if tc.wantNext == 0 {
				require.Nil(t, r.Pagination)
				return
			}
			require.Equal(t, sdk.Uint64ToBigEndian(tc.wantNext), r.Pagination.NextKey)
		})
	}
}

func TestSilentShowsWhoseMeterItIs(t *testing.T) {
	f := silentVillage(t)
	r, err := f.queries.Silent(f.ctx, &types.QuerySilentRequest{Since: noon + 1, Owner: account("heir")})
	require.NoError(t, err)
	require.Equal(t, []types.SilentMeter{{
		Meter: 3, Serial: "S3", Owner: account("heir"), Binding: types.Binding{Module: "energy", Ref: 2}, LastTime: noon, SilentSeconds: 7_200,
	}}, r.Meters)
}

func TestSilentIsRefused(t *testing.T) {
	tests := []struct {
		name string
		req  types.QuerySilentRequest

		wantErr error
	}{
		{name: "without a time", wantErr: sdkerrors.ErrInvalidRequest},
		{name: "at a negative time", req: types.QuerySilentRequest{Since: -1}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of an invalid address", req: types.QuerySilentRequest{Since: 1, Owner: "x"}, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "of a module that counts nothing", req: types.QuerySilentRequest{Since: 1, Module: "bank"}, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "of a place in no module", req: types.QuerySilentRequest{Since: 1, Ref: 1}, wantErr: sdkerrors.ErrInvalidRequest},
		{
			name: "of an owner and a module", req: types.QuerySilentRequest{Since: 1, Owner: account("owner"), Module: "energy"},
			wantErr: sdkerrors.ErrInvalidRequest,
		},
		{
			name: "backwards", req: types.QuerySilentRequest{Since: 1, Pagination: &query.PageRequest{Reverse: true}},
			wantErr: sdkerrors.ErrInvalidRequest,
		},
	}
	f := silentVillage(t)
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := f.queries.Silent(f.ctx, &tc.req)
			require.ErrorIs(t, err, tc.wantErr)
		})
	}
}

// The index follows a meter through its life.
func TestSilentFollowsTheBinding(t *testing.T) {
	f := newFixture(t)
	bound := func(module string, ref uint64) []uint64 {
		r, err := f.queries.Silent(f.ctx, &types.QuerySilentRequest{Since: noon + 1, Module: module, Ref: ref})
		require.NoError(t, err)
		var got []uint64
		for _, m := range r.Meters {
			got = append(got, m.Meter)
		}
		f.sound()
		return got
	}
	goes, comes := f.bound("S1"), f.registered("S2")
	require.Equal(t, []uint64{goes}, bound("energy", 3))
	require.NoError(t, f.keeper.BindMeter(f.ctx, goes, types.Binding{Module: "energy", Ref: 4}))
	require.Empty(t, bound("energy", 3))
	require.Equal(t, []uint64{goes}, bound("energy", 4))

	msg := replacement(goes, comes)
	msg.Closing, msg.Opening = opening, opening
	_, err := f.msgs.ReplaceMeter(f.ctx, msg)
	require.NoError(t, err)
	_, err = f.msgs.AcceptReplacement(f.ctx, f.replacing(goes))
	require.NoError(t, err)
	require.Equal(t, []uint64{comes}, bound("energy", 4))

	require.NoError(t, f.keeper.UnbindMeter(f.ctx, comes, "energy"))
	require.Empty(t, bound("energy", 4))
	f.bind(comes, "water")
	require.Equal(t, []uint64{comes}, bound("water", 3))
	_, err = f.msgs.RetireMeter(f.ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: comes})
	require.NoError(t, err)
	require.Empty(t, bound("water", 3))
}
