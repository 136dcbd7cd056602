package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// rotationBytes returns the bytes that the new key, and the old one of a handover, sign.
func rotationBytes(chainID string, m types.Meter, key types.PublicKey) ([]byte, error) {
	message, err := reading.Rotation{
		ChainID:    chainID,
		Meter:      m.Id,
		KeyVersion: m.KeyVersion + 1,
		KeyType:    uint8(key.Scheme()),
		Key:        key.Key,
	}.AppendBytes(nil)
	if err != nil {
		return nil, types.ErrBadPossession.Wrap(err.Error())
	}
	return message, nil
}

// pendingKey returns the pending key of a meter.
func (k *Keeper) pendingKey(ctx context.Context, id uint64) (types.PendingKey, error) {
	p, err := k.pendingKeys.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return p, types.ErrNoKeyPending.Wrapf("meter %d: expected a key that waits for its time, got none", id)
	}
	return p, err
}

// setKey sets a reserved key of a meter, and frees the old one.
func (k *Keeper) setKey(ctx context.Context, m types.Meter, key types.PublicKey) (types.Meter, error) {
	if err := k.freeKey(ctx, m.PublicKey); err != nil {
		return m, err
	}
	m.PublicKey = key
	m.KeyVersion++
	return m, k.meters.Set(ctx, m.Id, m)
}

// setPendingKey reserves a key and schedules its rotation.
func (k *Keeper) setPendingKey(ctx context.Context, p types.PendingKey) error {
	if err := k.reserveKey(ctx, p.PublicKey, p.Meter); err != nil {
		return err
	}
	if err := k.pendingKeys.Set(ctx, p.Meter, p); err != nil {
		return err
	}
	return k.work.Push(ctx, rotation(p))
}

// dropPendingKey frees a pending key and cancels its work.
func (k *Keeper) dropPendingKey(ctx context.Context, p types.PendingKey) error {
	if err := k.freeKey(ctx, p.PublicKey); err != nil {
		return err
	}
	if err := k.pendingKeys.Remove(ctx, p.Meter); err != nil {
		return err
	}
	return k.work.Cancel(ctx, rotation(p))
}

// rotation returns the block work of a pending key.
func rotation(p types.PendingKey) queue.Item {
	return queue.Item{At: p.EffectiveAt, Record: p.Meter, Kind: types.KindRotateKey}
}
