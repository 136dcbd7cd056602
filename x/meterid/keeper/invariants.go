package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Invariants returns the invariants of the module.
func (k *Keeper) Invariants() []invariant.Invariant {
	return []invariant.Invariant{
		{Name: "each meter is found by its serial number, and nothing else is", Check: k.checkSerials},
		{Name: "each live meter and each pending key is found by its key, and nothing else is", Check: k.checkKeys},
		{Name: "each meter is found by its owner, and nothing else is", Check: k.checkOwners},
		{Name: "a meter has registers from its activation on, and not before", Check: k.checkRegisters},
		{Name: "only meters in service are bound, and only to modules that count", Check: k.checkBindings},
		{Name: "each bound meter is found by its binding, and nothing else is", Check: k.checkBindingIndex},
		{Name: "what is quarantined is noted with the registers and lies after them", Check: k.checkQuarantine},
		{Name: "proposals are about meters in service", Check: k.checkProposals},
		{Name: "each pending key has its work, pending or failed, and there is no other work", Check: k.checkWork},
		{Name: "the exported state is valid", Check: k.checkExport},
	}
}

func broken(format string, args ...any) error {
	return types.ErrInvariantBroken.Wrapf(format, args...)
}

// eachMeter visits all meters, by number.
func (k *Keeper) eachMeter(ctx context.Context, visit func(m types.Meter) error) error {
	return k.meters.Walk(ctx, nil, func(_ uint64, m types.Meter) (bool, error) { return false, visit(m) })
}

// meterNamed returns the meter of an index entry.
func (k *Keeper) meterNamed(ctx context.Context, index string, id uint64) (types.Meter, error) {
	m, err := k.Meter(ctx, id)
	if errors.Is(err, types.ErrMeterNotFound) {
		return m, broken("%s: expected a meter, got %d", index, id)
	}
	return m, err
}

func (k *Keeper) checkSerials(ctx sdk.Context) error {
	err := k.eachMeter(ctx, func(m types.Meter) error {
		issuer, err := k.ReadAddress("issuer", m.Issuer)
		if err != nil {
			return err
		}
		id, err := k.serials.Get(ctx, collections.Join(issuer.Bytes, m.Serial))
		if err != nil || id != m.Id {
			return broken("serial %q: expected meter %d, got %d (%v)", m.Serial, m.Id, id, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return k.serials.Walk(ctx, nil, func(key collections.Pair[[]byte, string], id uint64) (bool, error) {
		m, err := k.meterNamed(ctx, "serials", id)
		if err == nil && m.Serial != key.K2() {
			err = broken("meter %d: expected serial %q, got %q", id, key.K2(), m.Serial)
		}
		return false, err
	})
}

func (k *Keeper) checkKeys(ctx sdk.Context) error {
	held := func(key types.PublicKey, meter uint64) error {
		id, err := k.deviceKeys.Get(ctx, key.Index())
		if err != nil || id != meter {
			return broken("key %x: expected meter %d, got %d (%v)", key.Key, meter, id, err)
		}
		return nil
	}
	expected := 0
	err := k.eachMeter(ctx, func(m types.Meter) error {
		if !m.IsLive() {
			return nil
		}
		expected++
		return held(m.PublicKey, m.Id)
	})
	if err != nil {
		return err
	}
	err = k.pendingKeys.Walk(ctx, nil, func(_ uint64, p types.PendingKey) (bool, error) {
		expected++
		return false, held(p.PublicKey, p.Meter)
	})
	if err != nil {
		return err
	}
	got := 0
	if err := k.deviceKeys.Walk(ctx, nil, func([]byte, uint64) (bool, error) { got++; return false, nil }); err != nil {
		return err
	}
	if got != expected {
		return broken("expected %d keys, got %d", expected, got)
	}
	return nil
}

func (k *Keeper) checkOwners(ctx sdk.Context) error {
	err := k.eachMeter(ctx, func(m types.Meter) error {
		owner, err := k.ReadAddress("owner", m.Owner)
		if err != nil {
			return err
		}
		found, err := k.owners.Has(ctx, collections.Join(owner.Bytes, m.Id))
		if err == nil && !found {
			err = broken("meter %d: expected it under %s", m.Id, m.Owner)
		}
		return err
	})
	if err != nil {
		return err
	}
	return k.owners.Walk(ctx, nil, func(key collections.Pair[[]byte, uint64]) (bool, error) {
		m, err := k.meterNamed(ctx, "owners", key.K2())
		if err != nil {
			return true, err
		}
		owner, err := k.ReadAddress("owner", m.Owner)
		if err == nil && string(owner.Bytes) != string(key.K1()) {
			err = broken("meter %d: expected owner %x, got %s", m.Id, key.K1(), m.Owner)
		}
		return false, err
	})
}

func (k *Keeper) checkRegisters(ctx sdk.Context) error {
	err := k.eachMeter(ctx, func(m types.Meter) error {
		has, err := k.registers.Has(ctx, pages.None{}, m.Id)
		if err != nil {
			return err
		}
		if m.HasRegisters() && !has || m.Status == types.METER_STATUS_REGISTERED && has {
			return broken("meter %d: registers do not fit %s", m.Id, m.Status)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return k.registers.Walk(ctx, pages.None{}, func(id uint64, _ record) (bool, error) {
		_, err := k.meterNamed(ctx, "registers", id)
		return false, err
	})
}

func (k *Keeper) checkBindings(ctx sdk.Context) error {
	return k.eachMeter(ctx, func(m types.Meter) error {
		if !m.IsBound() {
			return nil
		}
		if !m.HasRegisters() {
			return broken("meter %d: expected no binding while %s, got one to %s", m.Id, m.Status, m.Binding.Module)
		}
		if _, err := k.sink(m.Binding.Module); err != nil {
			return broken("meter %d: %s", m.Id, err)
		}
		return nil
	})
}

func (k *Keeper) checkBindingIndex(ctx sdk.Context) error {
	err := k.eachMeter(ctx, func(m types.Meter) error {
		if !m.IsBound() {
			return nil
		}
		found, err := k.bindings.Has(ctx, collections.Join(placeOf(m.Binding), m.Id))
		if err == nil && !found {
			err = broken("meter %d: expected it under %s %d", m.Id, m.Binding.Module, m.Binding.Ref)
		}
		return err
	})
	if err != nil {
		return err
	}
	return k.bindings.Walk(ctx, nil, func(key collections.Pair[place, uint64]) (bool, error) {
		m, err := k.meterNamed(ctx, "bindings", key.K2())
		if at := key.K1(); err == nil && (m.Binding.Module != at.K1() || m.Binding.Ref != at.K2()) {
			err = broken("meter %d: expected a binding to %s %d, got one to %q %d", m.Id, at.K1(), at.K2(), m.Binding.Module, m.Binding.Ref)
		}
		return false, err
	})
}

func (k *Keeper) checkQuarantine(ctx sdk.Context) error {
	err := k.quarantine.Walk(ctx, nil, func(id uint64, q types.QuarantinedReading) (bool, error) {
		r, err := k.record(ctx, id)
		if err == nil && (!r.quarantined || q.Registers.Time <= r.Time) {
			err = broken("meter %d: expected a reading after %d that is noted, got one at %d", id, r.Time, q.Registers.Time)
		}
		return false, err
	})
	if err != nil {
		return err
	}
	return k.registers.Walk(ctx, pages.None{}, func(id uint64, r record) (bool, error) {
		if !r.quarantined {
			return false, nil
		}
		waits, err := k.quarantine.Has(ctx, id)
		if err == nil && !waits {
			err = broken("meter %d: expected the reading that is noted", id)
		}
		return false, err
	})
}

func (k *Keeper) checkProposals(ctx sdk.Context) error {
	inService := func(id uint64) error {
		m, err := k.meterNamed(ctx, "proposals", id)
		if err == nil && !m.HasRegisters() {
			err = broken("meter %d: expected no proposal while %s", id, m.Status)
		}
		return err
	}
	err := k.pendingTransfers.Walk(ctx, nil, func(id uint64, _ types.PendingTransfer) (bool, error) {
		return false, inService(id)
	})
	if err != nil {
		return err
	}
	return k.pendingReplacements.Walk(ctx, nil, func(id uint64, p types.PendingReplacement) (bool, error) {
		if _, err := k.meterNamed(ctx, "replacements", p.NewMeter); err != nil {
			return true, err
		}
		return false, inService(id)
	})
}

// checkWork finds the work of each pending key, and counts.
func (k *Keeper) checkWork(ctx sdk.Context) error {
	want, got := 0, 0
	err := k.pendingKeys.Walk(ctx, nil, func(id uint64, p types.PendingKey) (bool, error) {
		want++
		pending, failed, err := k.work.State(ctx, rotation(p))
		if err == nil && pending == failed {
			err = broken("meter %d: expected the work of its pending key pending or failed, got pending %t and failed %t", id, pending, failed)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.work.Walk(ctx, func(queue.Item, bool) error {
		got++
		return nil
	})
	if err == nil && got != want {
		err = broken("expected work for %d pending keys, got %d items", want, got)
	}
	return err
}

func (k *Keeper) checkExport(ctx sdk.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := g.Validate(); err != nil {
		return broken("%s", err)
	}
	return nil
}
