package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// settleAtOnce nets an epoch of the only community from exported records, without pages or passes.
func settleAtOnce(t testing.TB, terms types.Terms, epoch uint64, g *types.GenesisState) netting.Result {
	t.Helper()
	all := make([]netting.Member, len(g.Members))
	for slot, m := range g.Members {
		all[slot] = netting.Member{Prepaid: m.Wallet.Prepaid, CarryMilli: m.Wallet.CarryMilli}
		if m.Seat.IsActiveIn(epoch) {
			all[slot].Weight = m.Seat.WeightIn(epoch)
		}
	}
	for _, r := range g.Intervals {
		if r.Epoch == epoch {
			m := &all[r.Slot]
			m.ImportWh, m.ExportWh, m.NonRenewableWh = r.Interval.ImportWh, r.Interval.ExportWh, r.Interval.WithheldWh
		}
	}
	result, err := netting.Settle(netting.Terms{
		Key: netting.Key(terms.Key), Price: terms.PricePerKwh, StaticTotal: terms.StaticTotalWeight,
	}, epoch, all)
	require.NoError(t, err)
	return result
}
