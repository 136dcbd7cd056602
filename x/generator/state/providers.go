package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Provider returns the record of a provider; all 0 if it never won a bid.
func (st *Store) Provider(ctx context.Context, account Address) (types.ProviderRecord, error) {
	r, err := st.Providers.Get(ctx, account.Bytes)
	if errors.Is(err, collections.ErrNotFound) {
		return types.ProviderRecord{Provider: account.Text}, nil
	}
	return r, err
}
