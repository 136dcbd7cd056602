package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

// InitGenesis writes an exported state into an empty store. The modules compare the work with their records afterwards.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	for _, t := range g.Turns {
		if err := k.queue.SetTurn(ctx, queue.Turn{Lane: queue.Lane{Module: t.Module, Record: t.Record}, At: t.AtNs, Spent: t.Spent}); err != nil {
			return err
		}
	}
	for _, it := range g.Pending {
		stored, err := k.stored(it)
		if err != nil {
			return types.ErrInvalidGenesis.Wrapf("pending: %s", err)
		}
		if err := k.queue.Put(ctx, it.Module, stored); err != nil {
			return err
		}
	}
	for _, f := range g.Failed {
		stored, err := k.stored(f.Item)
		if err != nil {
			return types.ErrInvalidGenesis.Wrapf("failed: %s", err)
		}
		if err := k.queue.PutFailed(ctx, f.Item.Module, queue.Failed{Item: stored, Reason: f.Reason, FailedAt: f.FailedAt}); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis reads the whole state.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	return g, lists.Export(ctx,
		lists.Value(&g.Params, k.params.Get),
		func(ctx context.Context) error {
			return k.queue.WalkPending(ctx, func(module string, it queue.Item) error {
				g.Pending = append(g.Pending, k.item(module, it))
				return nil
			})
		},
		func(ctx context.Context) error {
			return k.queue.WalkFailed(ctx, func(module string, f queue.Failed) error {
				g.Failed = append(g.Failed, k.failedItem(module, f))
				return nil
			})
		},
		func(ctx context.Context) error {
			return k.queue.WalkTurns(ctx, func(t queue.Turn) error {
				g.Turns = append(g.Turns, types.Turn{Module: t.Module, Record: t.Record, AtNs: t.At, Spent: t.Spent})
				return nil
			})
		},
	)
}
