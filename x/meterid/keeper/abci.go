package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// EndBlock does what is due, at most max_due_per_block items. A failure is parked; only a broken store is an error.
func (k *Keeper) EndBlock(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx)
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	return k.due.Run(ctx, due.NewBudget(uint64(params.MaxDuePerBlock)), k.doDue, parked)
}

// doDue does one due item.
func (k *Keeper) doDue(ctx sdk.Context, it due.Item[uint64], _ *due.Budget) (bool, error) {
	if it.Kind != types.KindRotateKey {
		return false, types.ErrInvariantBroken.Wrapf("expected due work of kind %d, got %d", types.KindRotateKey, it.Kind)
	}
	return true, k.rotateKey(ctx, it.ID)
}

// rotateKey makes the pending key of a meter its key: its owner has not vetoed it in time.
func (k *Keeper) rotateKey(ctx sdk.Context, id uint64) error {
	meter, err := k.Meter(ctx, id)
	if err != nil {
		return err
	}
	pending, err := k.pendingKey(ctx, id)
	if err != nil {
		return err
	}
	if err := k.pendingKeys.Remove(ctx, id); err != nil {
		return err
	}
	meter, err = k.setKey(ctx, meter, pending.PublicKey)
	if err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventKeyRotated(meter))
}

// parked reports that a due item failed.
func parked(ctx sdk.Context, p due.Parked[uint64]) error {
	return ctx.EventManager().EmitTypedEvent(types.NewEventDueItemParked(p.ID, p.Kind, p.Reason))
}
