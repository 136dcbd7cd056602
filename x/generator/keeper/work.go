package keeper

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Work returns the handler of the block work of this module.
func (k *Keeper) Work() queue.Handler {
	return queue.Handler{Kinds: types.KindNames, Do: k.handle}
}

// handle runs one due item. An item touches the records of one generator and of at most two accounts.
func (k *Keeper) handle(ctx sdk.Context, it queue.Item, _ *queue.Budget) (done bool, err error) {
	switch it.Kind {
	case types.KindDeadline:
		return true, k.HandleDeadline(ctx, it.Record)
	case types.KindVoucher:
		return true, k.RefundOrRemoveVoucher(ctx, it.Record, it.Number)
	case types.KindListing:
		return true, k.ExpireListing(ctx, it.Record, it.Number)
	case types.KindLease:
		return true, k.EndLease(ctx, it.Record, it.Number)
	default:
		return false, fmt.Errorf("expected work of kind %d to %d, got %d", types.KindDeadline, types.KindLease, it.Kind)
	}
}
