package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// A budget that is used up delays rotations, oldest first.
func TestRotationsKeepTheBudget(t *testing.T) {
	f := newFixture(t)
	f.work.SetBudget(f.ctx, 16)
	for i := range 20 {
		serial := fmt.Sprintf("S%d", i)
		_, err := f.msgs.RotateKey(f.ctx, rotationByIssuer(serial, f.registered(serial)))
		require.NoError(t, err)
		f.later(1)
	}
	f.later(48 * hour)
	for _, want := range []int{16, 20, 20} {
		require.NoError(t, f.work.EndBlock(f.ctx))
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
	require.NoError(f.t, f.work.EndBlock(f.ctx))
	require.NoError(f.t, f.keeper.CorruptMeter(f.ctx, m))
	return id
}

func (f *fixture) retry(meter uint64) error {
	return f.work.Retry(f.ctx, types.ModuleName, meter, "rotate-key", 0)
}

func TestARotationFails(t *testing.T) {
	f := newFixture(t)
	id := f.failed("S1")
	work := f.work.Export(f.ctx)
	require.Empty(t, work.Pending)
	require.Len(t, work.Failed, 1)
	require.Equal(t, worktypes.Item{Module: types.ModuleName, Record: id, Kind: "rotate-key", DueAt: noon + 48*hour}, work.Failed[0].Item)
	require.Contains(t, work.Failed[0].Reason, "meter not found")
	f.emitted(&worktypes.EventWorkFailed{Failed: work.Failed[0]})
	require.Equal(t, publicKey(ed("S1", 2)), f.export().PendingKeys[0].PublicKey, "what failed has changed nothing")
	f.sound()
}

func TestARotationIsRetried(t *testing.T) {
	f := newFixture(t)
	id := f.failed("S1")
	f.later(7)
	require.NoError(t, f.retry(id))
	f.emitted(&worktypes.EventWorkRetried{
		Item: worktypes.Item{Module: types.ModuleName, Record: id, Kind: "rotate-key", DueAt: noon + 48*hour},
	})
	f.sound()
	require.NoError(t, f.work.EndBlock(f.ctx))
	require.Equal(t, uint32(2), f.meter(id).KeyVersion)
	f.sound()
}

// The owner may veto a key whose work has failed, and one whose work is pending again.
func TestVetoOfFailedWork(t *testing.T) {
	for _, retried := range []bool{false, true} {
		t.Run(fmt.Sprintf("retried %t", retried), func(t *testing.T) {
			f := newFixture(t)
			id := f.failed("S1")
			if retried {
				f.later(7)
				require.NoError(t, f.retry(id))
			}
			_, err := f.msgs.DropPending(f.ctx, &types.MsgDropPending{Signer: account("owner"), Meter: id, Kind: types.PROPOSAL_KIND_KEY})
			require.NoError(t, err)
			require.Empty(t, f.work.Pending(f.ctx))
			require.Empty(t, f.work.Failed(f.ctx))
			f.sound()
		})
	}
}

// Work of a kind that this version does not have fails; it is not lost, and does not halt the chain.
func TestUnknownWorkFails(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.work.Queue(types.ModuleName).Push(f.ctx, queue.Item{At: noon, Record: 1, Kind: 77}))
	require.NoError(t, f.work.EndBlock(f.ctx))
	require.Equal(t, "77", f.work.Failed(f.ctx)[0].Item.Kind)
}
