package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// spendMaintenance returns the purse with an amount deducted from the maintenance bucket of its denom. If shares are paid in
// the denom of units, it uses both buckets, that of the revenue first.
func spendMaintenance(g types.Generator, purse types.Purse, amount sdk.Coin) (types.Purse, error) {
	want, have := amount.Amount.Uint64(), uint64(0)
	var buckets []*uint64
	if amount.Denom == types.SolarDenom {
		buckets = append(buckets, &purse.MaintenanceUsolar)
	}
	if amount.Denom == g.Request.PaymentDenom {
		buckets = append(buckets, &purse.Maintenance)
	}
	if len(buckets) == 0 {
		return purse, types.ErrWrongDenom.Wrapf("generator %d: expected %s or %s, got %s",
			g.Id, types.SolarDenom, g.Request.PaymentDenom, amount.Denom)
	}
	for _, bucket := range buckets {
		part := min(want-have, *bucket)
		*bucket -= part
		have += part
	}
	if have < want {
		return purse, types.ErrMaintenanceShort.Wrapf("generator %d: expected at most %d%s, got %d", g.Id, have, amount.Denom, want)
	}
	return purse, nil
}
