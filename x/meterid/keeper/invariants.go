package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
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

// meterNamed returns the meter of an index entry.
func (k *Keeper) meterNamed(ctx context.Context, index string, id uint64) (types.Meter, error) {
	m, err := k.Meter(ctx, id)
	if errors.Is(err, types.ErrMeterNotFound) {
		return m, invariant.Broken("%s: expected a meter, got %d", index, id)
	}
	return m, err
}

func (k *Keeper) checkSerials(ctx sdk.Context) (err error) {
	for _, m := range lists.Each(ctx, k.meters, nil, &err) {
		issuer, err := k.ReadAddress("issuer", m.Issuer)
		if err != nil {
			return err
		}
		id, err := k.serials.Get(ctx, collections.Join(issuer.Bytes, m.Serial))
		if err != nil || id != m.Id {
			return invariant.Broken("serial %q of %s: expected meter %d, got %d (%v)", m.Serial, m.Issuer, m.Id, id, err)
		}
	}
	for key, id := range lists.Each(ctx, k.serials, nil, &err) {
		m, err := k.meterNamed(ctx, "serials", id)
		if err != nil {
			return err
		}
		issuer, err := k.ReadAddress("issuer", m.Issuer)
		if err != nil {
			return err
		}
		if m.Serial != key.K2() || !bytes.Equal(issuer.Bytes, key.K1()) {
			return invariant.Broken("meter %d: expected serial %q of issuer %x, got %q of %s", id, key.K2(), key.K1(), m.Serial, m.Issuer)
		}
	}
	return err
}

func (k *Keeper) checkKeys(ctx sdk.Context) (err error) {
	held := func(key types.PublicKey, meter uint64) error {
		id, err := k.deviceKeys.Get(ctx, key.Index())
		if err != nil || id != meter {
			return invariant.Broken("key %x: expected meter %d, got %d (%v)", key.Key, meter, id, err)
		}
		return nil
	}
	expected, got := 0, 0
	for _, m := range lists.Each(ctx, k.meters, nil, &err) {
		if !m.IsLive() {
			continue
		}
		expected++
		if err := held(m.PublicKey, m.Id); err != nil {
			return err
		}
	}
	for _, p := range lists.Each(ctx, k.pendingKeys, nil, &err) {
		expected++
		if err := held(p.PublicKey, p.Meter); err != nil {
			return err
		}
	}
	for range lists.Each(ctx, k.deviceKeys, nil, &err) {
		got++
	}
	if err == nil && got != expected {
		return invariant.Broken("expected %d keys, got %d", expected, got)
	}
	return err
}

func (k *Keeper) checkOwners(ctx sdk.Context) (err error) {
	for _, m := range lists.Each(ctx, k.meters, nil, &err) {
		owner, err := k.ReadAddress("owner", m.Owner)
		if err != nil {
			return err
		}
		found, err := k.owners.Has(ctx, collections.Join(owner.Bytes, m.Id))
		if err != nil || !found {
			return invariant.Broken("meter %d: expected it under %s (%v)", m.Id, m.Owner, err)
		}
	}
	for key := range lists.EachKey(ctx, k.owners, nil, &err) {
		m, err := k.meterNamed(ctx, "owners", key.K2())
		if err != nil {
			return err
		}
		owner, err := k.ReadAddress("owner", m.Owner)
		if err != nil || !bytes.Equal(owner.Bytes, key.K1()) {
			return invariant.Broken("meter %d: expected owner %x, got %s (%v)", m.Id, key.K1(), m.Owner, err)
		}
	}
	return err
}

func (k *Keeper) checkRegisters(ctx sdk.Context) (err error) {
	for _, m := range lists.Each(ctx, k.meters, nil, &err) {
		has, err := k.registers.Has(ctx, pages.None{}, m.Id)
		if err != nil {
			return err
		}
		if m.HasRegisters() && !has || m.Status == types.METER_STATUS_REGISTERED && has {
			return invariant.Broken("meter %d: registers do not fit %s", m.Id, m.Status)
		}
	}
	for id := range lists.EachRecord(ctx, k.registers, pages.None{}, &err) {
		if _, err := k.meterNamed(ctx, "registers", id); err != nil {
			return err
		}
	}
	return err
}

func (k *Keeper) checkBindings(ctx sdk.Context) (err error) {
	for _, m := range lists.Each(ctx, k.meters, nil, &err) {
		if !m.IsBound() {
			continue
		}
		if !m.HasRegisters() {
			return invariant.Broken("meter %d: expected no binding while %s, got one to %s", m.Id, m.Status, m.Binding.Module)
		}
		if _, err := k.sink(m.Binding.Module); err != nil {
			return invariant.Broken("meter %d: %s", m.Id, err)
		}
	}
	return err
}

func (k *Keeper) checkBindingIndex(ctx sdk.Context) (err error) {
	for _, m := range lists.Each(ctx, k.meters, nil, &err) {
		if !m.IsBound() {
			continue
		}
		found, err := k.bindings.Has(ctx, collections.Join(placeOf(m.Binding), m.Id))
		if err != nil || !found {
			return invariant.Broken("meter %d: expected it under %s %d (%v)", m.Id, m.Binding.Module, m.Binding.Ref, err)
		}
	}
	for key := range lists.EachKey(ctx, k.bindings, nil, &err) {
		m, err := k.meterNamed(ctx, "bindings", key.K2())
		if err != nil {
			return err
		}
		if at := key.K1(); m.Binding.Module != at.K1() || m.Binding.Ref != at.K2() {
			return invariant.Broken("meter %d: expected a binding to %s %d, got one to %q %d", m.Id, at.K1(), at.K2(), m.Binding.Module, m.Binding.Ref)
		}
	}
	return err
}

func (k *Keeper) checkQuarantine(ctx sdk.Context) (err error) {
	for id, q := range lists.Each(ctx, k.quarantine, nil, &err) {
		r, err := k.record(ctx, id)
		if err != nil || !r.quarantined || q.Registers.Time <= r.Time {
			return invariant.Broken("meter %d: expected a reading after %d that is noted, got one at %d (%v)", id, r.Time, q.Registers.Time, err)
		}
	}
	for id, r := range lists.EachRecord(ctx, k.registers, pages.None{}, &err) {
		if !r.quarantined {
			continue
		}
		waits, err := k.quarantine.Has(ctx, id)
		if err != nil || !waits {
			return invariant.Broken("meter %d: expected the reading that is noted (%v)", id, err)
		}
	}
	return err
}

func (k *Keeper) checkProposals(ctx sdk.Context) (err error) {
	inService := func(id uint64) error {
		m, err := k.meterNamed(ctx, "proposals", id)
		if err == nil && !m.HasRegisters() {
			err = invariant.Broken("meter %d: expected no proposal while %s", id, m.Status)
		}
		return err
	}
	for id := range lists.Each(ctx, k.pendingTransfers, nil, &err) {
		if err := inService(id); err != nil {
			return err
		}
	}
	for id, p := range lists.Each(ctx, k.pendingReplacements, nil, &err) {
		if _, err := k.meterNamed(ctx, "replacements", p.NewMeter); err != nil {
			return err
		}
		if err := inService(id); err != nil {
			return err
		}
	}
	return err
}

// checkWork finds the work of each pending key, and counts.
func (k *Keeper) checkWork(ctx sdk.Context) (err error) {
	want, got := 0, 0
	for id, p := range lists.Each(ctx, k.pendingKeys, nil, &err) {
		want++
		pending, failed, err := k.work.State(ctx, rotation(p))
		if err != nil {
			return err
		}
		if pending == failed {
			return invariant.Broken("meter %d: expected the work of its pending key pending or failed, got pending %t and failed %t", id, pending, failed)
		}
	}
	if err != nil {
		return err
	}
	err = k.work.Walk(ctx, func(queue.Item, bool) error {
		got++
		return nil
	})
	if err == nil && got != want {
		err = invariant.Broken("expected work for %d pending keys, got %d items", want, got)
	}
	return err
}

func (k *Keeper) checkExport(ctx sdk.Context) error {
	g, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := g.Validate(); err != nil {
		return invariant.Broken("%s", err)
	}
	return nil
}
