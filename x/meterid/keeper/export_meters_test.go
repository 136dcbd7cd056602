package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// MetersOf is metersOf.
func (k *Keeper) MetersOf(ctx context.Context, readings []types.Reading) ([]*types.Meter, error) {
	return k.metersOf(ctx, readings)
}
