package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// InitGenesis writes the state of a new chain.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.nextGenerator.Set(ctx, g.NextGenerator); err != nil {
		return err
	}
	if err := k.nextVoucher.Set(ctx, g.NextVoucher); err != nil {
		return err
	}
	if err := k.nextListing.Set(ctx, g.NextListing); err != nil {
		return err
	}
	return k.nextLease.Set(ctx, g.NextLease)
}
