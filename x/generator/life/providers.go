package life

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Record counts something about the provider of a generator.
func (k *Life) Record(ctx context.Context, g types.Generator, count func(r *types.ProviderRecord)) error {
	who, err := k.Stored(g.Provider())
	if err != nil {
		return err
	}
	r, err := k.Provider(ctx, who)
	if err != nil {
		return err
	}
	count(&r)
	return k.Providers.Set(ctx, who.Bytes, r)
}

// recordEnd counts how a job ended.
func (k *Life) recordEnd(ctx context.Context, g types.Generator, count func(r *types.ProviderRecord)) error {
	return k.Record(ctx, g, func(r *types.ProviderRecord) {
		r.OpenJobs--
		count(r)
	})
}
