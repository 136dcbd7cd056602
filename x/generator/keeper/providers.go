package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// provider is how a provider has done, be it nothing yet.
func (k *Keeper) provider(ctx context.Context, who account) (types.ProviderRecord, error) {
	r, err := k.providers.Get(ctx, who.Bytes)
	if errors.Is(err, collections.ErrNotFound) {
		return types.ProviderRecord{Provider: who.Text}, nil
	}
	return r, err
}

// record counts something about the provider of a generator.
func (k *Keeper) record(ctx context.Context, g types.Generator, count func(r *types.ProviderRecord)) error {
	who, err := k.stored(g.Provider())
	if err != nil {
		return err
	}
	r, err := k.provider(ctx, who)
	if err != nil {
		return err
	}
	count(&r)
	return k.providers.Set(ctx, who.Bytes, r)
}

// recordEnd counts how a job ended.
func (k *Keeper) recordEnd(ctx context.Context, g types.Generator, count func(r *types.ProviderRecord)) error {
	return k.record(ctx, g, func(r *types.ProviderRecord) {
		r.OpenJobs--
		count(r)
	})
}
