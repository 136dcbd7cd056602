package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
)

// fullFixture returns a chain with records of every kind: communities in every status, members who join and leave, epochs in
// every status, pending and failed work.
func fullFixture(t *testing.T) *fixture {
	t.Helper()
	f, _ := reportedVillage(t, pricedVillage(), 1_000)
	carry := village()
	carry.Residual = types.RESIDUAL_CARRY
	second := f.create(carry)
	for i := range 4 {
		f.joinWith(second, fmt.Sprintf("other %d", i), 3)
	}
	start := f.now()
	f.at(start + 2*quarter)
	f.report(second, f.communityOf(second).Epoch-1, 300, -20, -30)
	f.leave(second, 3, "other 3")
	f.pause(second)
	f.apply(second, "applicant")
	third := f.create(village())
	f.join(third, "lonely")
	f.at(start + 4*quarter)
	f.report(third, f.communityOf(third).Epoch-1, -9)
	f.removeTerms(third)
	f.at(f.now() + grace)
	f.endBlock()
	f.close(2)
	return f
}

func TestExportOfImportIsTheIdentity(t *testing.T) {
	f := fullFixture(t)
	passes := map[uint32]bool{}
	for range 6 {
		want := f.export()
		if len(want.Cursors) > 0 {
			passes[want.Cursors[0].Pass] = true
		}
		f.restoreTerms(3, []types.Terms{{Key: types.ALLOCATION_KEY_DYNAMIC, Residual: types.RESIDUAL_GRID, GridSupplier: account("grid")}})
		whole := f.export()
		require.NoError(t, whole.Validate())

		other := emptyTwin(t, f)
		require.NoError(t, other.keeper.InitGenesis(other.ctx, *whole))
		require.Equal(t, whole, other.export())
		other.checkInvariants()

		// Both continue in the same way.
		other.endBlock()
		f.endBlock()
		require.Equal(t, f.export(), other.export())
	}
	require.True(t, passes[types.PassShare], "also in the middle of a settlement")
}
