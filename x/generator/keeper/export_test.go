package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/invariants"
	"github.com/utilityd/utilityd/x/generator/types"
)

// HoldingOf is what an account has in a generator, as it is stored.
func (k *Keeper) HoldingOf(ctx context.Context, generator uint64, bz []byte) (types.Holding, error) {
	return k.Holdings.Get(ctx, collections.Join(generator, bz))
}

// Spoil changes the records of a generator as no message can.
func (k *Keeper) Spoil(ctx context.Context, id uint64, spoil func(g *types.Generator, b *types.Books)) error {
	g, b, err := k.Project(ctx, id)
	if err != nil {
		return err
	}
	spoil(&g, &b)
	return k.SetProject(ctx, g, b)
}

// Bucket is what is in all buckets of a denom.
func (k *Keeper) Bucket(ctx sdk.Context, denom string) (math.Int, error) {
	_, sums, err := invariants.Buckets(ctx, k.Store)
	if sum, found := sums[denom]; found {
		return sum, err
	}
	return math.ZeroInt(), err
}

// WriteGenesis writes a state as it is, with what no validation would let pass.
func (k *Keeper) WriteGenesis(ctx context.Context, g types.GenesisState) {
	for _, write := range []func(context.Context, types.GenesisState) error{
		k.initGenerators, k.initProviders, k.initHoldings, k.initVouchers, k.initMarket,
	} {
		if err := write(ctx, g); err != nil {
			panic(err)
		}
	}
}

// ForgetAccount loses an entry of the index of accounts.
func (k *Keeper) ForgetAccount(ctx context.Context, generator uint64, bz []byte) error {
	return k.Accounts.Remove(ctx, collections.Join(bz, generator))
}
