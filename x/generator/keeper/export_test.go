package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// HoldingOf is what an account has in a generator, as it is stored.
func (k *Keeper) HoldingOf(ctx context.Context, generator uint64, bz []byte) (types.Holding, error) {
	return k.holdings.Get(ctx, collections.Join(generator, bz))
}

// DueItems are the pieces of block work that wait.
func (k *Keeper) DueItems(ctx context.Context) (items []due.Item[pair], err error) {
	err = k.due.Walk(ctx, func(it due.Item[pair]) (bool, error) {
		items = append(items, it)
		return false, nil
	})
	return items, err
}

// ParkedItems are the pieces of block work that failed.
func (k *Keeper) ParkedItems(ctx context.Context) (items []due.Parked[pair], err error) {
	err = k.due.WalkParked(ctx, func(p due.Parked[pair]) (bool, error) {
		items = append(items, p)
		return false, nil
	})
	return items, err
}
