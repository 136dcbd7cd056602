package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// retire takes a meter out of service permanently: it is unbound, its key is free, and nothing is pending for it.
func (k *Keeper) retire(ctx context.Context, m types.Meter) (types.Meter, error) {
	if err := k.unindexBinding(ctx, m); err != nil {
		return m, err
	}
	m.Status, m.Binding, m.BoundAt = types.METER_STATUS_RETIRED, types.Binding{}, 0
	if err := k.meters.Set(ctx, m.Id, m); err != nil {
		return m, err
	}
	if err := k.freeKey(ctx, m.PublicKey); err != nil {
		return m, err
	}
	if err := k.dropQuarantined(ctx, m.Id); err != nil {
		return m, err
	}
	if err := k.dropExchanges(ctx, m.Id); err != nil {
		return m, err
	}
	if err := k.dropRequests(ctx, m.Id); err != nil {
		return m, err
	}
	return m, k.dropKeyOf(ctx, m.Id)
}

// dropKeyOf drops the pending key of a meter, if any.
func (k *Keeper) dropKeyOf(ctx context.Context, meter uint64) error {
	pending, err := k.pendingKey(ctx, meter)
	if errors.Is(err, types.ErrNoKeyPending) {
		return nil
	}
	if err != nil {
		return err
	}
	return k.dropPendingKey(ctx, pending)
}
