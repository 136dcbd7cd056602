package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// Meter returns the meter of the number.
func (k *Keeper) Meter(ctx context.Context, id uint64) (types.Meter, error) {
	m, err := k.meters.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return m, types.ErrMeterNotFound.Wrapf("meter %d", id)
	}
	return m, err
}

func expectOwner(m types.Meter, owner Address) error {
	if m.Owner != owner.Text {
		return types.ErrNotOwner.Wrapf("meter %d: expected %s, got %s", m.Id, m.Owner, owner.Text)
	}
	return nil
}

// expectStatus refuses a meter that is in none of the states.
func expectStatus(m types.Meter, expected ...types.MeterStatus) error {
	for _, s := range expected {
		if m.Status == s {
			return nil
		}
	}
	return types.ErrWrongStatus.Wrapf("meter %d: expected %s, got %s", m.Id, expected, m.Status)
}

// expectLive refuses a retired meter.
func expectLive(m types.Meter) error {
	return expectStatus(m, types.METER_STATUS_REGISTERED, types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED)
}

// expectInService refuses a meter that has no registers to count from.
func expectInService(m types.Meter) error {
	return expectStatus(m, types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED)
}

// insertMeter writes a new meter and its indexes.
func (k *Keeper) insertMeter(ctx context.Context, m types.Meter, issuer, owner Address) error {
	if err := k.meters.Set(ctx, m.Id, m); err != nil {
		return err
	}
	if err := k.serials.Set(ctx, collections.Join(issuer.Bytes, m.Serial), m.Id); err != nil {
		return err
	}
	if err := k.owners.Set(ctx, collections.Join(owner.Bytes, m.Id)); err != nil {
		return err
	}
	if err := k.indexBinding(ctx, m); err != nil {
		return err
	}
	if !m.IsLive() {
		return nil
	}
	return k.reserveKey(ctx, m.PublicKey, m.Id)
}

// serialInUse refuses a serial number of another meter of the issuer.
func (k *Keeper) serialInUse(ctx context.Context, issuer Address, serial string) error {
	id, err := k.serials.Get(ctx, collections.Join(issuer.Bytes, serial))
	switch {
	case errors.Is(err, collections.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return types.ErrSerialInUse.Wrapf("expected a serial number that %s has not used, got that of meter %d", issuer.Text, id)
}

// keyInUse refuses a key of a live meter, current or pending.
func (k *Keeper) keyInUse(ctx context.Context, key types.PublicKey) error {
	id, err := k.deviceKeys.Get(ctx, key.Index())
	switch {
	case errors.Is(err, collections.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return types.ErrKeyInUse.Wrapf("expected a key of no live meter, got that of meter %d", id)
}

func (k *Keeper) reserveKey(ctx context.Context, key types.PublicKey, id uint64) error {
	return k.deviceKeys.Set(ctx, key.Index(), id)
}

func (k *Keeper) freeKey(ctx context.Context, key types.PublicKey) error {
	return k.deviceKeys.Remove(ctx, key.Index())
}
