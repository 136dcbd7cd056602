package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
)

// Payable returns the money that a producer can collect.
func (st *Store) Payable(ctx context.Context, area uint64, producer []byte) (uint64, error) {
	amount, err := st.Payables.Get(ctx, collections.Join(area, producer))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return amount, err
}
