package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// place is a record of a module that counts readings: its module and number.
type place = collections.Pair[string, uint64]

// setBinding changes the binding of a meter, from now on, and its index.
func (k *Keeper) setBinding(ctx context.Context, m types.Meter, b types.Binding) error {
	if err := k.unindexBinding(ctx, m); err != nil {
		return err
	}
	m.Binding, m.BoundAt = b, 0
	if m.IsBound() {
		m.BoundAt = sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
	}
	if err := k.indexBinding(ctx, m); err != nil {
		return err
	}
	return k.meters.Set(ctx, m.Id, m)
}

// indexBinding adds a meter to the index of bindings, if it has one.
func (k *Keeper) indexBinding(ctx context.Context, m types.Meter) error {
	if !m.IsBound() {
		return nil
	}
	return k.bindings.Set(ctx, collections.Join(placeOf(m.Binding), m.Id))
}

func (k *Keeper) unindexBinding(ctx context.Context, m types.Meter) error {
	if !m.IsBound() {
		return nil
	}
	return k.bindings.Remove(ctx, collections.Join(placeOf(m.Binding), m.Id))
}

func placeOf(b types.Binding) place { return collections.Join(b.Module, b.Ref) }

// BindMeter delivers the readings of an active meter to a module from now on. The module must have a sink; a meter that it
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
	if err := k.dropQuarantined(ctx, id); err != nil { // it was measured before, for nobody or another place
		return err
	}
	if err := k.setBinding(ctx, m, b); err != nil {
		return err
	}
	return k.dropRequests(ctx, id)
}

// dropRequests makes all modules drop the requests for a meter that is taken.
func (k *Keeper) dropRequests(ctx context.Context, meter uint64) error {
	for _, s := range k.sinks {
		if w, ok := s.sink.(types.Watcher); ok {
			if err := w.MeterTaken(ctx, meter); err != nil {
				return err
			}
		}
	}
	return nil
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
	return k.setBinding(ctx, m, types.Binding{})
}
