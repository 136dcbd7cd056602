package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

// EndBlock does the due work of all modules, within the budget of the block. A piece that fails is recorded; only
// a broken store is an error.
func (k *Keeper) EndBlock(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	return k.queue.Run(ctx, queue.NewBudget(params.MaxWorkPerBlock), k.handlers, k.reportFailure)
}

func (k *Keeper) reportFailure(ctx sdk.Context, module string, f queue.Failed) error {
	return ctx.EventManager().EmitTypedEvent(&types.EventWorkFailed{Failed: k.failedItem(module, f)})
}
