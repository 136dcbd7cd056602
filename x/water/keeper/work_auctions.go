package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/work/queue"
)

// holdAuction holds the auction of an area. Its orders are settled when their accounts are touched.
func (k *Keeper) holdAuction(ctx sdk.Context, area uint64, budget *queue.Budget) error {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return err
	}
	if err := b.HoldAuction(ctx, budget); err != nil {
		return err
	}
	return b.Commit(ctx)
}

// forgetLevels removes the levels of an auction whose orders are settled.
func (k *Keeper) forgetLevels(ctx sdk.Context, area, number uint64, budget *queue.Budget) error {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return err
	}
	return b.ForgetLevels(ctx, number, budget)
}
