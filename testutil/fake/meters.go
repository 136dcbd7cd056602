package fake

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// ErrMetersDown is the error of binding and releasing while Meters are down.
var ErrMetersDown = errors.New("meters: out of order")

// Meters are x/meterid without issuers, proofs and checks of readings. They serve the MeterKeeper of each module, and call
// the sink of a module as x/meterid does, in the same order.
type Meters struct {
	// Down makes BindMeter and UnbindMeter fail with ErrMetersDown.
	Down bool

	key   storetypes.StoreKey
	sinks map[string]types.Sink
}

// NewMeters returns meters that keep their state under a key of a memory store.
func NewMeters(key storetypes.StoreKey) *Meters {
	return &Meters{key: key, sinks: map[string]types.Sink{}}
}

// RegisterSink makes a module one that counts readings.
func (k *Meters) RegisterSink(module string, sink types.Sink) { k.sinks[module] = sink }

// Install adds a meter, gives it the next number and counts from the opening registers. Unless the meter has other fields it
// is active and counts 1 Wh or litre a step.
func (k *Meters) Install(ctx context.Context, m types.Meter, opening types.Registers) uint64 {
	m.Id = 1
	if last := k.store(ctx).Get([]byte{lastMeter}); last != nil {
		m.Id += binary.BigEndian.Uint64(last)
	}
	k.store(ctx).Set([]byte{lastMeter}, binary.BigEndian.AppendUint64(nil, m.Id))
	if m.RegisterUnitNumerator == 0 {
		m.RegisterUnitNumerator, m.RegisterUnitDenominator = 1, 1
	}
	if m.Status == types.METER_STATUS_UNSPECIFIED {
		m.Status = types.METER_STATUS_ACTIVE
	}
	k.set(ctx, m)
	if m.Status != types.METER_STATUS_REGISTERED {
		k.SetRegisters(ctx, m.Id, opening)
	}
	return m.Id
}

// Change changes a meter as its issuer and its owner can, without telling a sink, and returns it.
func (k *Meters) Change(ctx context.Context, id uint64, change func(*types.Meter)) types.Meter {
	m := k.Get(ctx, id)
	change(&m)
	k.set(ctx, m)
	return m
}

// Get returns a meter that must exist.
func (k *Meters) Get(ctx context.Context, id uint64) types.Meter {
	m, err := k.Meter(ctx, id)
	must(err)
	return m
}

// Meter returns an error that wraps ErrMeterNotFound for an unknown number.
func (k *Meters) Meter(ctx context.Context, id uint64) (types.Meter, error) {
	var m types.Meter
	bz := k.store(ctx).Get(numbered(meters, id))
	if bz == nil {
		return m, types.ErrMeterNotFound.Wrapf("meter %d", id)
	}
	must(m.Unmarshal(bz))
	return m, nil
}

// Registers returns the last accepted registers of a meter; ErrWrongStatus for one that was never active.
func (k *Meters) Registers(ctx context.Context, id uint64) (types.Registers, error) {
	m, err := k.Meter(ctx, id)
	if err != nil {
		return types.Registers{}, err
	}
	bz := k.store(ctx).Get(numbered(registers, id))
	if bz == nil {
		return types.Registers{}, types.ErrWrongStatus.Wrapf("meter %d: expected a meter with registers, got %s", id, m.Status)
	}
	var r types.Registers
	must(r.Unmarshal(bz))
	return r, nil
}

// SetRegisters makes the meter show these registers, without telling a sink.
func (k *Meters) SetRegisters(ctx context.Context, id uint64, r types.Registers) {
	k.store(ctx).Set(numbered(registers, id), marshalled(&r))
}

// Totals returns what a meter has counted up to its last registers; ErrWrongStatus for one that was never active.
func (k *Meters) Totals(ctx context.Context, id uint64) (types.Totals, error) {
	r, err := k.Registers(ctx, id)
	if err != nil {
		return types.Totals{}, err
	}
	m := k.Get(ctx, id)
	form := m.Form()
	return types.Totals{
		Import: form.Total(register.Base{}, r.ImportRegister), Export: form.Total(register.Base{}, r.ExportRegister),
	}, nil
}

// BindMeter hands the readings of an active meter to a module that has a sink. A meter moves within its module only.
func (k *Meters) BindMeter(ctx context.Context, id uint64, b types.Binding) error {
	if k.Down {
		return ErrMetersDown
	}
	if _, found := k.sinks[b.Module]; !found {
		return types.ErrNoSink.Wrapf("expected one of the registered modules, got %q", b.Module)
	}
	m, err := k.in(ctx, id, types.METER_STATUS_ACTIVE)
	switch {
	case err != nil:
		return err
	case m.IsBound() && m.Binding.Module != b.Module:
		return types.ErrMeterBound.Wrapf("meter %d: expected no binding or one to %s, got one to %s", id, b.Module, m.Binding.Module)
	}
	m.Binding, m.BoundAt = b, sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
	k.set(ctx, m)
	return k.dropRequests(ctx, id)
}

// dropRequests calls the sinks that keep requests for meters.
func (k *Meters) dropRequests(ctx context.Context, id uint64) error {
	for _, module := range slices.Sorted(maps.Keys(k.sinks)) {
		if w, ok := k.sinks[module].(types.Watcher); ok {
			if err := w.MeterTaken(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// UnbindMeter ends the binding of a meter to the module.
func (k *Meters) UnbindMeter(ctx context.Context, id uint64, module string) error {
	if k.Down {
		return ErrMetersDown
	}
	m, err := k.Meter(ctx, id)
	switch {
	case err != nil:
		return err
	case !m.IsBound() || m.Binding.Module != module:
		return types.ErrMeterNotBound.Wrapf("meter %d: expected a binding to %q, got one to %q", id, module, m.Binding.Module)
	}
	m.Binding, m.BoundAt = types.Binding{}, 0
	k.set(ctx, m)
	return nil
}

// Count moves the registers of a meter on by some steps, up to a moment, and returns the reading that its module gets of it.
func (k *Meters) Count(ctx context.Context, id uint64, at int64, imported, exported uint64) types.AcceptedReading {
	before, err := k.Registers(ctx, id)
	must(err)
	totals, err := k.Totals(ctx, id)
	must(err)
	after := types.Registers{
		Time: at, ImportRegister: before.ImportRegister + imported, ExportRegister: before.ExportRegister + exported,
	}
	k.SetRegisters(ctx, id, after)
	counted, err := k.Totals(ctx, id)
	must(err)
	m := k.Get(ctx, id)
	return types.AcceptedReading{
		Meter: id, Owner: m.Owner, Ref: m.Binding.Ref, Slot: m.Binding.Slot,
		From: before.Time, To: at, Import: counted.Import - totals.Import, Export: counted.Export - totals.Export,
		ImportRegister: after.ImportRegister, ExportRegister: after.ExportRegister,
		BeforeBinding: before.Time < m.BoundAt, Renewable: m.IsRenewable(at),
	}
}

// Deliver hands the readings of one batch to a module in one call: by (Ref, To, Slot) and then as they come.
func (k *Meters) Deliver(ctx context.Context, module string, readings ...types.AcceptedReading) error {
	slices.SortStableFunc(readings, func(a, b types.AcceptedReading) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.To, b.To), cmp.Compare(a.Slot, b.Slot))
	})
	return k.sink(module).ApplyReadings(ctx, readings)
}

// Transfer gives a meter to a new owner, then calls the sink. The amounts of the old owner must be delivered
// before.
func (k *Meters) Transfer(ctx context.Context, id uint64, owner string) error {
	before, err := k.in(ctx, id, types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED)
	if err != nil {
		return err
	}
	after := before
	after.Owner = owner
	k.set(ctx, after)
	if err := k.dropRequests(ctx, id); err != nil {
		return err
	}
	if !before.IsBound() {
		return nil
	}
	return k.sink(before.Binding.Module).MeterTransferred(ctx, before, after)
}

// Replace retires a meter and makes a registered one active, with its binding and its claims, from the opening registers on.
// Then it calls the sink. The amounts of the old device must be delivered before.
func (k *Meters) Replace(ctx context.Context, id, next uint64, opening types.Registers) error {
	before, err := k.in(ctx, id, types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED)
	if err != nil {
		return err
	}
	comes, err := k.in(ctx, next, types.METER_STATUS_REGISTERED)
	if err != nil {
		return err
	}
	goes, after := before, comes.TakeClaims(before)
	goes.Status, goes.Binding, goes.BoundAt, goes.ReplacedBy, goes.Claims = types.METER_STATUS_RETIRED, types.Binding{}, 0, next, nil
	after.Status, after.Binding, after.BoundAt = types.METER_STATUS_ACTIVE, before.Binding, before.BoundAt
	k.set(ctx, goes)
	k.set(ctx, after)
	k.SetRegisters(ctx, next, opening)
	if err := k.dropRequests(ctx, id); err != nil {
		return err
	}
	if !before.IsBound() {
		return nil
	}
	return k.sink(before.Binding.Module).MeterReplaced(ctx, before, after)
}

// Retire calls the sink with the meter still bound, and then retires it.
func (k *Meters) Retire(ctx context.Context, id uint64) error {
	m, err := k.in(ctx, id, types.METER_STATUS_REGISTERED, types.METER_STATUS_ACTIVE, types.METER_STATUS_SUSPENDED)
	if err != nil {
		return err
	}
	if m.IsBound() {
		if err := k.sink(m.Binding.Module).MeterRetired(ctx, m); err != nil {
			return err
		}
	}
	m.Status, m.Binding, m.BoundAt = types.METER_STATUS_RETIRED, types.Binding{}, 0
	k.set(ctx, m)
	return k.dropRequests(ctx, id)
}

// Reassign names the successor of a revoked issuer.
func (k *Meters) Reassign(ctx context.Context, from, to string) {
	k.store(ctx).Set(append([]byte{successors}, from...), []byte(to))
}

// Successor returns the successor of a revoked issuer; empty: none, or no such issuer.
func (k *Meters) Successor(ctx context.Context, issuer string) (string, error) {
	return string(k.store(ctx).Get(append([]byte{successors}, issuer...))), nil
}

// in returns a meter that is in one of the states.
func (k *Meters) in(ctx context.Context, id uint64, states ...types.MeterStatus) (types.Meter, error) {
	m, err := k.Meter(ctx, id)
	if err == nil && !slices.Contains(states, m.Status) {
		err = types.ErrWrongStatus.Wrapf("meter %d: expected %s, got %s", id, states, m.Status)
	}
	return m, err
}

func (k *Meters) sink(module string) types.Sink {
	sink, found := k.sinks[module]
	if !found {
		panic(fmt.Sprintf("fake meters: expected a module with a sink, got %q", module))
	}
	return sink
}

// First bytes of the keys of Meters.
const (
	meters byte = iota
	registers
	lastMeter // the key of the last number
	successors
)

func numbered(kind byte, id uint64) []byte { return binary.BigEndian.AppendUint64([]byte{kind}, id) }

func (k *Meters) store(ctx context.Context) storetypes.KVStore { return storeOf(ctx, k.key) }

func (k *Meters) set(ctx context.Context, m types.Meter) {
	k.store(ctx).Set(numbered(meters, m.Id), marshalled(&m))
}
