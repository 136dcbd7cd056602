package settlement

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Prune removes the records of a settled epoch; each page costs a unit of the budget. The totals of the community stay. The
// settlement is removed first, and the epoch cannot be opened again, so no query returns a partly removed epoch.
func (k *Settler) Prune(ctx sdk.Context, community, epoch uint64, budget *queue.Budget) (done bool, err error) {
	c, err := k.Community(ctx, community)
	if err != nil {
		return false, err
	}
	c.OldestEpoch = max(c.OldestEpoch, epoch+1)
	if err := k.SetCommunity(ctx, c); err != nil {
		return false, err
	}
	key := collections.Join(community, epoch)
	if err := k.Settlements.Remove(ctx, key); err != nil {
		return false, err
	}
	for _, clear := range []func(context.Context, state.EpochKey, int) (int, bool, error){k.Intervals.Clear, k.Prefixes.Clear} {
		removed, more, err := clear(ctx, key, int(budget.Left())) //nolint:gosec // at most a parameter
		if err != nil {
			return false, err
		}
		budget.Spend(uint64(removed)) //nolint:gosec // a count
		if more {
			return false, nil
		}
	}
	return true, nil
}

// schedulePruning schedules the pruning of a settled epoch for the end of its retention.
func (k *Settler) schedulePruning(ctx context.Context, c types.Community, s types.Settlement) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	return k.Queue.Push(ctx, state.WorkItem(s.SettledAt+c.Span(params.RetentionEpochs), types.KindPrune, c.Id, s.Epoch))
}
