package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/water/types"
)

// A start that fails is parked; the running period goes on until somebody has it retried, and then nothing is missing.
func TestAStartIsParkedAndRetried(t *testing.T) {
	f := newFixture(t)
	area := f.create(village())
	source := f.source(area, "producer", 1_000, 1)
	f.household(area, "alice", 1)
	f.subscribe(area, "alice")
	f.pass(start(0))
	f.send(f.produced(area, source, 10))

	lost := f.sourceOf(area, source)
	require.NoError(t, f.keeper.DropSource(f.ctx, area, source))
	f.at(start(1))
	require.NoError(t, f.keeper.EndBlock(f.ctx))
	parked := events[*types.EventWorkParked](f)
	require.Len(t, parked, 1)
	require.Contains(t, parked[0].Parked.Reason, "source not found")
	require.Equal(t, types.DueItem{At: start(1), Kind: types.KindStart, Area: area, Number: 1}, parked[0].Parked.Item)
	require.NoError(t, f.keeper.PutSource(f.ctx, lost))
	f.checkInvariants()
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 0).Status)
	f.at(start(1) + hour)
	f.send(f.produced(area, source, 10))

	retry := func(kind uint32, number uint64) error {
		_, err := f.msgs.RetryDue(f.ctx, &types.MsgRetryDue{Sender: account("anyone"), Kind: kind, Area: area, Number: number})
		return err
	}
	require.ErrorIs(t, retry(types.KindStart, 2), types.ErrNotParked)
	require.ErrorIs(t, retry(types.KindTick, 1), types.ErrNotParked)
	require.ErrorIs(t, retry(0, 1), sdkerrors.ErrInvalidRequest)
	require.ErrorIs(t, retry(6, 1), sdkerrors.ErrInvalidRequest)
	f.at(start(1) + 2*day)
	require.NoError(t, retry(types.KindStart, 1))
	require.Len(t, events[*types.EventWorkRetried](f), 1)
	f.endBlock()
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 1).Status)
	require.Equal(t, uint64(20), f.periodOf(area, 0).MintedLitres)
	require.ErrorIs(t, retry(types.KindStart, 1), types.ErrNotParked, "once")
	f.pass(start(2))
	require.Equal(t, types.PERIOD_STATUS_RUNNING, f.periodOf(area, 2).Status)
}

// A budget that is used up delays work and loses none.
func TestWorkIsBounded(t *testing.T) {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.MaxDueUnitsPerBlock = 16 })
	area := f.create(village())
	const households = 40
	for i := range households {
		slot := f.household(area, string(rune('A'+i)), 1)
		require.NoError(t, f.keeper.SetPolicyOf(f.ctx, area, slot, renewing, f.deposit(1)))
	}
	for _, want := range []uint64{16, 32, 40} {
		f.endBlock()
		require.Equal(t, want, f.periodOf(area, 0).Subscribers)
	}
}
