package keeper

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
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
	return k.due.Run(ctx, due.NewBudget(params.MaxDuePerBlock), k.handle, k.onParked)
}

// handle runs one due item. Each touches the records of one generator and of at most two accounts.
func (k *Keeper) handle(ctx sdk.Context, it due.Item[pair], _ *due.Budget) (done bool, err error) {
	generator, number := it.ID.K1(), it.ID.K2()
	switch it.Kind {
	case types.KindDeadline:
		return true, k.deadline(ctx, generator)
	case types.KindVoucher:
		return true, k.refundVoucher(ctx, generator, number)
	case types.KindListing:
		return true, k.expireListing(ctx, generator, number)
	case types.KindLease:
		return true, k.endLease(ctx, generator, number)
	default:
		return false, fmt.Errorf("expected work of kind %d to %d, got %d", types.KindDeadline, types.KindLease, it.Kind)
	}
}

// onParked reports that a piece of work failed. What it was about stays as it is, and messages can still act on it.
func (k *Keeper) onParked(ctx sdk.Context, p due.Parked[pair]) error {
	return ctx.EventManager().EmitTypedEvent(types.NewEventWorkParked(parkedItem(p)))
}

// retry puts work that failed back into the queue, with the time for which it was first due: records name that time.
func (k *Keeper) retry(ctx context.Context, kind uint32, id pair) (due.Item[pair], error) {
	p, err := k.due.Parked(ctx, kind, id)
	if err != nil {
		return due.Item[pair]{}, err
	}
	if err := k.due.Discard(ctx, kind, id); err != nil {
		return due.Item[pair]{}, err
	}
	return p.Item, k.due.Push(ctx, p.Item)
}

func dueItem(it due.Item[pair]) types.DueItem {
	return types.DueItem{At: it.At, Kind: it.Kind, Generator: it.ID.K1(), Number: it.ID.K2()}
}

func parkedItem(p due.Parked[pair]) types.ParkedItem {
	return types.ParkedItem{Item: dueItem(p.Item), Reason: p.Reason, ParkedAt: p.ParkedAt}
}
