package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// ExportGenesis is the whole state, each list by its key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	steps := []func() error{
		func() (err error) { g.Params, err = k.params.Get(ctx); return err },
		func() (err error) { g.NextMeter, err = k.nextMeter.Peek(ctx); return err },
		func() (err error) { g.Issuers, err = values(ctx, k.issuers); return err },
		func() (err error) { g.Meters, err = values(ctx, k.meters); return err },
		func() (err error) { g.Registers, err = k.allRegisters(ctx); return err },
		func() (err error) { g.Quarantine, err = values(ctx, k.quarantine); return err },
		func() (err error) { g.PendingKeys, err = values(ctx, k.pendingKeys); return err },
		func() (err error) { g.PendingTransfers, err = values(ctx, k.pendingTransfers); return err },
		func() (err error) { g.PendingReplacements, err = values(ctx, k.pendingReplacements); return err },
		func() (err error) { g.Due, err = k.allDue(ctx); return err },
		func() (err error) { g.Parked, err = k.allParked(ctx); return err },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// values are the values of a map, by key.
func values[K, V any](ctx context.Context, m collections.Map[K, V]) ([]V, error) {
	var all []V
	err := m.Walk(ctx, nil, func(_ K, v V) (bool, error) {
		all = append(all, v)
		return false, nil
	})
	return all, err
}

func (k *Keeper) allRegisters(ctx context.Context) ([]types.MeterRegisters, error) {
	var all []types.MeterRegisters
	err := k.registers.Walk(ctx, pages.None{}, func(id uint64, r record) (bool, error) {
		all = append(all, types.MeterRegisters{Meter: id, Registers: r.Registers})
		return false, nil
	})
	return all, err
}

func (k *Keeper) allDue(ctx context.Context) ([]types.DueItem, error) {
	var all []types.DueItem
	err := k.due.Walk(ctx, func(it due.Item[uint64]) (bool, error) {
		all = append(all, dueItem(it))
		return false, nil
	})
	return all, err
}

func (k *Keeper) allParked(ctx context.Context) ([]types.ParkedItem, error) {
	var all []types.ParkedItem
	err := k.due.WalkParked(ctx, func(p due.Parked[uint64]) (bool, error) {
		all = append(all, parkedItem(p))
		return false, nil
	})
	return all, err
}

func dueItem(it due.Item[uint64]) types.DueItem {
	return types.DueItem{At: it.At, Kind: it.Kind, Meter: it.ID}
}

func parkedItem(p due.Parked[uint64]) types.ParkedItem {
	return types.ParkedItem{Item: dueItem(p.Item), Reason: p.Reason, ParkedAt: p.ParkedAt}
}
