package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/invariants"
	"github.com/utilityd/utilityd/x/generator/types"
)

// HoldingOf returns the stored holding of an account.
func (k *Keeper) HoldingOf(ctx context.Context, generator uint64, bz []byte) (types.Holding, error) {
	return k.Holdings.Get(ctx, collections.Join(generator, bz))
}

// Damage changes the records of a generator in a way that no message can.
func (k *Keeper) Damage(ctx context.Context, id uint64, spoil func(g *types.Generator, purse *types.Purse)) error {
	g, purse, err := k.GeneratorWithPurse(ctx, id)
	if err != nil {
		return err
	}
	spoil(&g, &purse)
	return k.SetGeneratorWithPurse(ctx, g, purse)
}

// SumOfBuckets returns the sum of all buckets of a denom.
func (k *Keeper) SumOfBuckets(ctx sdk.Context, denom string) (math.Int, error) {
	_, sums, err := invariants.Buckets(ctx, k.Store)
	if sum, found := sums[denom]; found {
		return sum, err
	}
	return math.ZeroInt(), err
}

// WriteGenesis writes a state without validation.
func (k *Keeper) WriteGenesis(ctx context.Context, g types.GenesisState) {
	for _, write := range []func(context.Context, types.GenesisState) error{
		k.initGenerators, k.initProviders, k.initHoldings, k.initVouchers, k.initMarket,
	} {
		if err := write(ctx, g); err != nil {
			panic(err)
		}
	}
}

// RemoveFromIndex removes an entry of the index of accounts.
func (k *Keeper) RemoveFromIndex(ctx context.Context, generator uint64, bz []byte) error {
	return k.Accounts.Remove(ctx, collections.Join(bz, generator))
}
