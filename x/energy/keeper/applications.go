package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/energy/types"
)

// application is the wish of a meter's owner to join a community.
func (k *Keeper) application(ctx context.Context, community, meter uint64) (types.Application, error) {
	a, err := k.applications.Get(ctx, meter)
	if errors.Is(err, collections.ErrNotFound) || err == nil && a.Community != community {
		return types.Application{}, types.ErrApplicationNotFound.Wrapf(
			"community %d: expected a meter that applied, got %d", community, meter)
	}
	return a, err
}

// setApplication replaces an earlier wish for the same meter, be it for another community.
func (k *Keeper) setApplication(ctx context.Context, a types.Application) error {
	if err := k.removeApplication(ctx, a.Meter); err != nil {
		return err
	}
	if err := k.applicants.Set(ctx, collections.Join(a.Community, a.Meter)); err != nil {
		return err
	}
	return k.applications.Set(ctx, a.Meter, a)
}

// removeApplication forgets the wish for a meter, if there is one.
func (k *Keeper) removeApplication(ctx context.Context, meter uint64) error {
	a, err := k.applications.Get(ctx, meter)
	if errors.Is(err, collections.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := k.applicants.Remove(ctx, collections.Join(a.Community, meter)); err != nil {
		return err
	}
	return k.applications.Remove(ctx, meter)
}
