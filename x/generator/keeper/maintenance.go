package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// spendMaintenance returns the books without money that was for maintenance, from the bucket of its denom. Where shares are paid in
// the denom of units, both buckets serve, that of the revenue first.
func spendMaintenance(g types.Generator, b types.Books, amount sdk.Coin) (types.Books, error) {
	want, have := amount.Amount.Uint64(), uint64(0)
	var buckets []*uint64
	if amount.Denom == types.SolarDenom {
		buckets = append(buckets, &b.MaintenanceUsolar)
	}
	if amount.Denom == g.Request.PaymentDenom {
		buckets = append(buckets, &b.Maintenance)
	}
	if len(buckets) == 0 {
		return b, types.ErrWrongDenom.Wrapf("generator %d: expected %s or %s, got %s",
			g.Id, types.SolarDenom, g.Request.PaymentDenom, amount.Denom)
	}
	for _, bucket := range buckets {
		part := min(want-have, *bucket)
		*bucket -= part
		have += part
	}
	if have < want {
		return b, types.ErrMaintenanceShort.Wrapf("generator %d: expected at most %d%s, got %d", g.Id, have, amount.Denom, want)
	}
	return b, nil
}
