package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// MaintenanceClaim returns the pending claim of a generator, or ErrClaimNotFound.
func (st *Store) MaintenanceClaim(ctx context.Context, generator uint64) (types.MaintenanceClaim, error) {
	c, err := st.MaintenanceClaims.Get(ctx, generator)
	if errors.Is(err, collections.ErrNotFound) {
		return types.MaintenanceClaim{}, types.ErrClaimNotFound.Wrapf("generator %d: expected a pending claim, got none", generator)
	}
	return c, err
}
