package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/due"
)

// EndBlock does the work that is due, as far as the budget of the block goes. A piece that fails is parked; only a broken
// store is an error.
func (k *Keeper) EndBlock(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	return k.due.Run(ctx, due.NewBudget(params.MaxPagesPerBlock), k.handle, k.onParked)
}

// handle runs one due item.
func (k *Keeper) handle(ctx sdk.Context, it due.Item[pair], budget *due.Budget) (done bool, err error) {
	community, number := it.ID.K1(), it.ID.K2()
	switch it.Kind {
	case types.KindSettle:
		return k.settle(ctx, community, number, budget)
	case types.KindRelease:
		return true, k.release(ctx, community, number)
	case types.KindPrune:
		return k.prune(ctx, community, number, budget)
	default:
		return false, fmt.Errorf("expected work of kind %d to %d, got %d", types.KindSettle, types.KindPrune, it.Kind)
	}
}

// onParked writes down that a piece of work failed. A settlement that has not begun to write starts over when it is
// retried, and until then leaves seats and wallets alone; one that has begun goes on where it stopped.
func (k *Keeper) onParked(ctx sdk.Context, p due.Parked[pair]) error {
	if p.Kind == types.KindSettle {
		if err := k.parkSettlement(ctx, p.ID.K1(), p.ID.K2()); err != nil {
			return err
		}
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventWorkParked(parkedItem(p)))
}

func (k *Keeper) parkSettlement(ctx context.Context, community, epoch uint64) error {
	s, err := k.mustSettlement(ctx, community, epoch)
	if err != nil {
		return err
	}
	s.Status = types.SETTLEMENT_STATUS_PARKED
	if err := k.setSettlement(ctx, s); err != nil {
		return err
	}
	cursor, running, err := k.cursor(ctx, community)
	if err != nil || !running || cursor.Epoch != epoch || cursor.Pass == types.PassShare {
		return err
	}
	return k.cursors.Remove(ctx, community)
}

func dueItem(it due.Item[pair]) types.DueItem {
	return types.DueItem{At: it.At, Kind: it.Kind, Community: it.ID.K1(), Number: it.ID.K2()}
}

func parkedItem(p due.Parked[pair]) types.ParkedItem {
	return types.ParkedItem{Item: dueItem(p.Item), Reason: p.Reason, ParkedAt: p.ParkedAt}
}
