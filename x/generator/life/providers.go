package life

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// UpdateProvider changes the record of the provider of a generator.
func (k *Life) UpdateProvider(ctx context.Context, g types.Generator, change func(r *types.ProviderRecord)) error {
	account, err := k.ParseAddress(g.Provider())
	if err != nil {
		return err
	}
	r, err := k.Provider(ctx, account)
	if err != nil {
		return err
	}
	change(&r)
	return k.Providers.Set(ctx, account.Bytes, r)
}

// countEndedJob counts the end of a job in the record of its provider.
func (k *Life) countEndedJob(ctx context.Context, g types.Generator, change func(r *types.ProviderRecord)) error {
	return k.UpdateProvider(ctx, g, func(r *types.ProviderRecord) {
		r.OpenJobs--
		change(r)
	})
}
