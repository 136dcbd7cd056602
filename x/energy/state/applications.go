package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
)

// Application returns the application of a meter to a community, or ErrApplicationNotFound.
func (st *Store) Application(ctx context.Context, community, meter uint64) (types.Application, error) {
	a, err := st.Applications.Get(ctx, meter)
	if errors.Is(err, collections.ErrNotFound) || err == nil && a.Community != community {
		return types.Application{}, types.ErrApplicationNotFound.Wrapf(
			"community %d: expected a meter that applied, got %d", community, meter)
	}
	return a, err
}

// SetApplication stores an application. It replaces an earlier one of the same meter, to whichever community.
func (st *Store) SetApplication(ctx context.Context, a types.Application) error {
	if err := st.RemoveApplication(ctx, a.Meter); err != nil {
		return err
	}
	if err := st.Applicants.Set(ctx, collections.Join(a.Community, a.Meter)); err != nil {
		return err
	}
	return st.Applications.Set(ctx, a.Meter, a)
}

// RemoveApplication removes the application of a meter, if there is one.
func (st *Store) RemoveApplication(ctx context.Context, meter uint64) error {
	a, err := st.Applications.Get(ctx, meter)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := st.Applicants.Remove(ctx, collections.Join(a.Community, meter)); err != nil {
		return err
	}
	return st.Applications.Remove(ctx, meter)
}
