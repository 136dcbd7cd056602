package keepertest

import (
	"context"
	"slices"

	"github.com/stretchr/testify/require"

	workkeeper "github.com/utilityd/utilityd/x/work/keeper"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// Work is the real x/work on a store of its own, for a keeper whose work is done at the end of blocks.
type Work struct {
	*workkeeper.Keeper
	worktypes.MsgServer

	kit *Kit
}

// Work adds the store of x/work.
func (k *Kit) Work() *Work {
	keeper := workkeeper.NewKeeper(k.Codec, k.Store(worktypes.StoreKey), Addresses, Account("governance"))
	return &Work{Keeper: keeper, MsgServer: workkeeper.NewMsgServer(keeper), kit: k}
}

// Begin writes the genesis of a new chain, with a budget of so many units for a block.
func (w *Work) Begin(ctx context.Context, budget uint64) {
	w.kit.t.Helper()
	require.NoError(w.kit.t, w.InitGenesis(ctx, worktypes.GenesisState{Params: worktypes.Params{MaxWorkPerBlock: budget}}))
}

// SetBudget changes the budget as governance does.
func (w *Work) SetBudget(ctx context.Context, units uint64) {
	w.kit.t.Helper()
	_, err := w.UpdateParams(ctx, &worktypes.MsgUpdateParams{
		Authority: Account("governance"), Params: worktypes.Params{MaxWorkPerBlock: units},
	})
	require.NoError(w.kit.t, err)
}

// Retry retries failed work.
func (w *Work) Retry(ctx context.Context, module string, record uint64, kind string, number uint64) error {
	_, err := w.RetryWork(ctx, &worktypes.MsgRetryWork{
		Sender: Account("anyone"), Module: module, Record: record, Kind: kind, Number: number,
	})
	return err
}

// Export returns all work.
func (w *Work) Export(ctx context.Context) *worktypes.GenesisState {
	w.kit.t.Helper()
	g, err := w.ExportGenesis(ctx)
	require.NoError(w.kit.t, err)
	return g
}

// Failed returns the work that failed.
func (w *Work) Failed(ctx context.Context) []worktypes.FailedItem { return w.Export(ctx).Failed }

// Pending returns the work that is pending: all of it, or that of some kinds.
func (w *Work) Pending(ctx context.Context, kinds ...string) (items []worktypes.Item) {
	for _, it := range w.Export(ctx).Pending {
		if len(kinds) == 0 || slices.Contains(kinds, it.Kind) {
			items = append(items, it)
		}
	}
	return items
}
