package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Work returns the handler of the block work of this module.
func (k *Keeper) Work() queue.Handler {
	return queue.Handler{Kinds: types.KindNames, Do: k.handle, OnFailed: k.onFailed, OnRetried: k.onRetried}
}

// handle runs one due item.
func (k *Keeper) handle(ctx sdk.Context, it queue.Item, budget *queue.Budget) (done bool, err error) {
	switch it.Kind {
	case types.KindSettle:
		return k.Settle(ctx, it.Record, it.Number, budget)
	case types.KindRelease:
		return true, k.releaseMember(ctx, it.Record, it.Number)
	case types.KindPrune:
		return k.Prune(ctx, it.Record, it.Number, budget)
	default:
		return false, fmt.Errorf("expected work of kind %d to %d, got %d", types.KindSettle, types.KindPrune, it.Kind)
	}
}

// onFailed records that a settlement failed. One that has not written yet starts over when retried, and until then does not
// lock seats and wallets; one that has continues where it stopped.
func (k *Keeper) onFailed(ctx context.Context, it queue.Item) error {
	if it.Kind != types.KindSettle {
		return nil
	}
	cursor, running, err := k.cursorOf(ctx, it)
	if err != nil {
		return err
	}
	if err := k.setStatus(ctx, it, types.SETTLEMENT_STATUS_FAILED); err != nil || !running || cursor.Pass == types.PassShare {
		return err
	}
	return k.Cursors.Remove(ctx, it.Record)
}

// onRetried records that a settlement is pending again.
func (k *Keeper) onRetried(ctx context.Context, it queue.Item) error {
	if it.Kind != types.KindSettle {
		return nil
	}
	_, running, err := k.cursorOf(ctx, it)
	if err != nil {
		return err
	}
	status := types.SETTLEMENT_STATUS_OPEN
	if running {
		status = types.SETTLEMENT_STATUS_SETTLING
	}
	return k.setStatus(ctx, it, status)
}

// cursorOf returns the cursor of a settlement, and whether it is in progress.
func (k *Keeper) cursorOf(ctx context.Context, it queue.Item) (cursor types.Cursor, running bool, err error) {
	cursor, running, err = k.FindCursor(ctx, it.Record)
	return cursor, running && cursor.Epoch == it.Number, err
}

func (k *Keeper) setStatus(ctx context.Context, it queue.Item, status types.SettlementStatus) error {
	s, err := k.Settlement(ctx, it.Record, it.Number)
	if err != nil {
		return err
	}
	s.Status = status
	return k.SetSettlement(ctx, s)
}
