package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// What follows breaks the state on purpose, so that tests see an invariant break.

// CorruptMeter writes a meter and nothing else.
func (k *Keeper) CorruptMeter(ctx context.Context, m types.Meter) error {
	return k.meters.Set(ctx, m.Id, m)
}

// CorruptSerial names a meter under a serial number of an issuer.
func (k *Keeper) CorruptSerial(ctx context.Context, issuer []byte, serial string, id uint64) error {
	return k.serials.Set(ctx, collections.Join(issuer, serial), id)
}

// CorruptKey names a meter under a key.
func (k *Keeper) CorruptKey(ctx context.Context, key types.PublicKey, id uint64) error {
	return k.deviceKeys.Set(ctx, key.Index(), id)
}

// CorruptOwner names a meter under an owner.
func (k *Keeper) CorruptOwner(ctx context.Context, owner []byte, id uint64) error {
	return k.owners.Set(ctx, collections.Join(owner, id))
}

// CorruptBinding names a meter under a record of a module.
func (k *Keeper) CorruptBinding(ctx context.Context, module string, ref, id uint64) error {
	return k.bindings.Set(ctx, collections.Join(collections.Join(module, ref), id))
}

// CorruptRegisters writes a record of registers.
func (k *Keeper) CorruptRegisters(ctx context.Context, id uint64, r types.Registers, quarantined bool) error {
	return k.registers.Set(ctx, pages.None{}, id, record{Registers: r, quarantined: quarantined})
}

// CorruptQuarantine writes a reading that waits.
func (k *Keeper) CorruptQuarantine(ctx context.Context, q types.QuarantinedReading) error {
	return k.quarantine.Set(ctx, q.Meter, q)
}

// CorruptTransfer writes a transfer that waits.
func (k *Keeper) CorruptTransfer(ctx context.Context, p types.PendingTransfer) error {
	return k.pendingTransfers.Set(ctx, p.Meter, p)
}

// CorruptReplacement writes a replacement that waits.
func (k *Keeper) CorruptReplacement(ctx context.Context, p types.PendingReplacement) error {
	return k.pendingReplacements.Set(ctx, p.Meter, p)
}

// CorruptPendingKey removes a key that waits and leaves its work.
func (k *Keeper) CorruptPendingKey(ctx context.Context, id uint64) error {
	return k.pendingKeys.Remove(ctx, id)
}

// CorruptParams writes parameters unchecked.
func (k *Keeper) CorruptParams(ctx context.Context, p types.Params) error {
	return k.params.Set(ctx, p)
}

// RememberedBatches is how many batches the memo of signatures holds.
func (k *Keeper) RememberedBatches() int { return k.verdicts.Len() }

// RemoveMeter removes a meter and leaves all that names it.
func (k *Keeper) RemoveMeter(ctx context.Context, id uint64) error { return k.meters.Remove(ctx, id) }
