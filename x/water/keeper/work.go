package keeper

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Work returns the handler of the block work of areas.
func (k *Keeper) Work() queue.Handler {
	return queue.Handler{Kinds: types.KindNames, Do: k.handle}
}

// handle runs one due item.
func (k *Keeper) handle(ctx sdk.Context, it queue.Item, budget *queue.Budget) (done bool, err error) {
	switch it.Kind {
	case types.KindOpen:
		return true, k.openEnrolment(ctx, it.Record, it.Number)
	case types.KindStart:
		return true, k.startPeriod(ctx, it, budget)
	case types.KindTick:
		return true, k.allotLifeline(ctx, it)
	case types.KindAuction:
		return true, k.holdAuction(ctx, it.Record, budget)
	case types.KindForget:
		return true, k.forgetLevels(ctx, it.Record, it.Number, budget)
	default:
		return false, fmt.Errorf("kind: expected %d to %d, got %d", types.KindOpen, types.KindForget, it.Kind)
	}
}
