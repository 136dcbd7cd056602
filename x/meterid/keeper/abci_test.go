package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// At most max_due_per_block keys rotate in one block; the others follow in the next ones, oldest first.
func TestEndBlockKeepsItsBudget(t *testing.T) {
	f := newFixture(t)
	params := types.DefaultParams()
	params.MaxDuePerBlock = 2
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
	require.NoError(t, err)
	for i := range 5 {
		serial := fmt.Sprintf("S%d", i)
		_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer(serial, f.registered(serial)))
		require.NoError(t, err)
		f.later(1)
	}
	f.later(48 * hour)
	for _, want := range []int{2, 4, 5, 5} {
		require.NoError(t, f.keeper.EndBlock(f.ctx))
		rotated := 0
		for i, m := range f.export().Meters {
			if m.KeyVersion == 2 {
				require.Equal(t, rotated, i, "oldest first")
				rotated++
			}
		}
		require.Equal(t, want, rotated)
		f.sound()
	}
}

// failed is a meter whose key could not be rotated when its time came.
func (f *fixture) failed(serial string) uint64 {
	f.t.Helper()
	id := f.bound(serial)
	_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer(serial, id))
	require.NoError(f.t, err)
	f.later(48 * hour)
	m := f.meter(id)
	require.NoError(f.t, f.keeper.RemoveMeter(f.ctx, id))
	require.NoError(f.t, f.keeper.EndBlock(f.ctx))
	require.NoError(f.t, f.keeper.CorruptMeter(f.ctx, m))
	return id
}

func TestEndBlockParksWhatFails(t *testing.T) {
	f := newFixture(t)
	id := f.failed("S1")
	r, err := f.queries.Due(f.ctx, &types.QueryDueRequest{})
	require.NoError(t, err)
	require.Empty(t, r.Due)
	require.Len(t, r.Parked, 1)
	require.Equal(t, types.DueItem{At: noon + 48*hour, Kind: types.KindRotateKey, Meter: id}, r.Parked[0].Item)
	require.Contains(t, r.Parked[0].Reason, "meter not found")
	f.emitted(&types.EventDueItemParked{Meter: id, Kind: types.KindRotateKey, Reason: r.Parked[0].Reason})
	require.Equal(t, publicKey(ed("S1", 2)), f.export().PendingKeys[0].PublicKey, "what failed has changed nothing")
	f.sound()
}

func TestRetryDue(t *testing.T) {
	f := newFixture(t)
	id := f.failed("S1")
	f.later(7)
	_, err := f.msgs.RetryDue(f.ctx, &types.MsgRetryDue{Caller: account("anybody"), Kind: types.KindRotateKey, Meter: id})
	require.NoError(t, err)
	f.emitted(&types.EventDueItemRetried{Meter: id, Kind: types.KindRotateKey})
	f.sound()
	require.NoError(t, f.keeper.EndBlock(f.ctx))
	require.Equal(t, uint32(2), f.meter(id).KeyVersion)
	f.sound()
}

// The owner may veto a key whose work has failed, and one whose work waits again.
func TestVetoOfFailedWork(t *testing.T) {
	for _, retried := range []bool{false, true} {
		t.Run(fmt.Sprintf("retried %t", retried), func(t *testing.T) {
			f := newFixture(t)
			id := f.failed("S1")
			if retried {
				f.later(7)
				_, err := f.msgs.RetryDue(f.ctx, &types.MsgRetryDue{Caller: account("anybody"), Kind: types.KindRotateKey, Meter: id})
				require.NoError(t, err)
			}
			_, err := f.msgs.VetoKeyRotation(f.ctx, &types.MsgVetoKeyRotation{Owner: account("owner"), Meter: id})
			require.NoError(t, err)
			require.Empty(t, f.export().Due)
			require.Empty(t, f.export().Parked)
			f.sound()
		})
	}
}

func TestRetryDueIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.MsgRetryDue)

		wantErr error
	}{
		{name: "by nobody", change: func(m *types.MsgRetryDue) { m.Caller = "" }, wantErr: sdkerrors.ErrInvalidAddress},
		{name: "for meter 0", change: func(m *types.MsgRetryDue) { m.Meter = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for work of no kind", change: func(m *types.MsgRetryDue) { m.Kind = 0 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "for work of a kind that there is not", change: func(m *types.MsgRetryDue) { m.Kind = 2 }, wantErr: sdkerrors.ErrInvalidRequest},
		{name: "if no key waits", change: func(m *types.MsgRetryDue) { m.Meter = 99 }, wantErr: types.ErrNoKeyPending},
		{name: "if the work has not failed", change: func(m *types.MsgRetryDue) { m.Meter = 2 }, wantErr: types.ErrNotParked},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.failed("S1")
			_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer("S2", f.registered("S2")))
			require.NoError(t, err)
			msg := &types.MsgRetryDue{Caller: account("anybody"), Kind: types.KindRotateKey, Meter: id}
			tc.change(msg)
			before := f.export()
			_, err = f.msgs.RetryDue(f.ctx, msg)
			f.refused(before, err, tc.wantErr)
		})
	}
}

// Work of a kind that this version does not know is parked, not lost and no halt.
func TestEndBlockParksUnknownWork(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.keeper.CorruptDue(f.ctx, noon, 77, 1))
	require.NoError(t, f.keeper.EndBlock(f.ctx))
	require.Equal(t, uint32(77), f.export().Parked[0].Item.Kind)
}
