package settlement

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Prune removes the records of a settled epoch, a page a unit. The totals stay. The settlement goes first, and the epoch can
// never be opened again, so that nobody meets an epoch that is half there.
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
	for _, clear := range []func(context.Context, state.Pair, int) (int, bool, error){k.Intervals.Clear, k.Prefixes.Clear} {
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

// schedulePruning keeps a settled epoch for queries until then.
func (k *Settler) schedulePruning(ctx context.Context, c types.Community, s types.Settlement) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	return k.Queue.Push(ctx, state.Item(s.SettledAt+c.Span(params.RetentionEpochs), types.KindPrune, c.Id, s.Epoch))
}
