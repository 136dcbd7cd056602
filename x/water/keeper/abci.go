package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/water/types"
)

// EndBlock does the work that is due, as far as the budget of the block goes. A piece that fails is parked; only a broken
// store is an error.
func (k *Keeper) EndBlock(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	return k.due.Run(ctx, due.NewBudget(params.MaxDueUnitsPerBlock), k.handle, k.onParked)
}

// handle runs one due item.
func (k *Keeper) handle(ctx sdk.Context, it due.Item[pair], budget *due.Budget) (done bool, err error) {
	area, number := it.ID.K1(), it.ID.K2()
	switch it.Kind {
	case types.KindOpen:
		return true, k.openEnrolment(ctx, area, number)
	case types.KindStart:
		return true, k.startPeriod(ctx, it, budget)
	case types.KindTick:
		return true, k.tick(ctx, it)
	case types.KindAuction:
		return k.clear(ctx, area, budget)
	case types.KindRenew:
		return true, k.renew(ctx, it)
	default:
		return false, fmt.Errorf("expected work of kind %d to %d, got %d", types.KindOpen, types.KindRenew, it.Kind)
	}
}

// onParked reports that a piece of work failed.
func (k *Keeper) onParked(ctx sdk.Context, p due.Parked[pair]) error {
	return ctx.EventManager().EmitTypedEvent(types.NewEventWorkParked(parkedItem(p)))
}

func dueItem(it due.Item[pair]) types.DueItem {
	return types.DueItem{At: it.At, Kind: it.Kind, Area: it.ID.K1(), Number: it.ID.K2()}
}

func parkedItem(p due.Parked[pair]) types.ParkedItem {
	return types.ParkedItem{Item: dueItem(p.Item), Reason: p.Reason, ParkedAt: p.ParkedAt}
}
