package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// BindMeter hands the readings of an active meter to a module from now on. The module must have a sink; a meter that it
// counts already may be bound to another place in it.
func (k *Keeper) BindMeter(ctx context.Context, id uint64, b types.Binding) error {
	if _, err := k.sink(b.Module); err != nil {
		return err
	}
	m, err := k.Meter(ctx, id)
	if err != nil {
		return err
	}
	if err := expectStatus(m, types.METER_STATUS_ACTIVE); err != nil {
		return err
	}
	if m.IsBound() && m.Binding.Module != b.Module {
		return types.ErrMeterBound.Wrapf("meter %d: expected no binding or one to %s, got one to %s", id, b.Module, m.Binding.Module)
	}
	m.Binding = b
	return k.meters.Set(ctx, id, m)
}

// UnbindMeter ends the binding of a meter to the module.
func (k *Keeper) UnbindMeter(ctx context.Context, id uint64, module string) error {
	m, err := k.Meter(ctx, id)
	if err != nil {
		return err
	}
	if !m.IsBound() || m.Binding.Module != module {
		return types.ErrMeterNotBound.Wrapf("meter %d: expected a binding to %q, got one to %q", id, module, m.Binding.Module)
	}
	m.Binding = types.Binding{}
	return k.meters.Set(ctx, id, m)
}
