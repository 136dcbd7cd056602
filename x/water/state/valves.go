package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Valve returns the valve behind a meter, if there is one.
func (st *Store) Valve(ctx context.Context, meter uint64) (v types.Valve, found bool, err error) {
	v, err = st.Valves.Get(ctx, meter)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Valve{}, false, nil
	}
	return v, err == nil, err
}
