package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Provider is how a provider has done, be it nothing yet.
func (st *Store) Provider(ctx context.Context, who Address) (types.ProviderRecord, error) {
	r, err := st.Providers.Get(ctx, who.Bytes)
	if errors.Is(err, collections.ErrNotFound) {
		return types.ProviderRecord{Provider: who.Text}, nil
	}
	return r, err
}
