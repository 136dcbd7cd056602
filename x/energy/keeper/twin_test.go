package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// settleAtOnce nets an epoch from exported records, without pages or passes.
func settleAtOnce(
	t testing.TB, key types.AllocationKey, epoch, price uint64, members []types.MemberState, reports []types.IntervalState,
) netting.Result {
	t.Helper()
	all := make([]netting.Member, len(members))
	for slot, m := range members {
		all[slot] = netting.Member{Weight: m.Seat.StaticWeight, Prepaid: m.Wallet.Prepaid, CarryMilli: m.Wallet.CarryMilli}
	}
	for _, r := range reports {
		m := &all[r.Slot]
		m.ImportWh, m.ExportWh, m.NonRenewableWh = r.Interval.ImportWh, r.Interval.ExportWh, r.Interval.WithheldWh
	}
	result, err := netting.Settle(netting.Key(key), epoch, price, all)
	require.NoError(t, err)
	return result
}
