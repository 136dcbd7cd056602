package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// Source returns a source of an area.
func (st *Store) Source(ctx context.Context, area, id uint64) (types.Source, error) {
	source, err := st.Sources.Get(ctx, collections.Join(area, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Source{}, types.ErrSourceNotFound.Wrapf("area %d: expected the number of a source, got %d", area, id)
	}
	return source, err
}

// SetSource stores a source and updates the index of open ones.
func (st *Store) SetSource(ctx context.Context, source types.Source) error {
	key := collections.Join(source.Area, source.Id)
	if err := st.Sources.Set(ctx, key, source); err != nil {
		return err
	}
	if source.Status == types.SOURCE_STATUS_CLOSED {
		return st.OpenSources.Remove(ctx, key)
	}
	return st.OpenSources.Set(ctx, key)
}

// BindingOfSource returns the binding of the meter of a source.
func BindingOfSource(s types.Source) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: s.Area, Slot: s.BindingSlot()}
}
