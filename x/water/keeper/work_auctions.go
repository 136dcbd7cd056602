package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/work/queue"
)

// runAuction holds the auction of an area if there are orders on both sides, and fills orders as far as the budget goes. The rest is filled
// in later blocks. Until then the book cannot change: messages that would change it are refused, and policies are skipped.
func (k *Keeper) runAuction(ctx sdk.Context, area uint64, budget *queue.Budget) (done bool, err error) {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return false, err
	}
	m, err := b.Market(ctx)
	if err != nil {
		return false, err
	}
	m.InAuction = true
	c, running, err := k.Clearing(ctx, area)
	if err != nil {
		return false, err
	}
	if !running {
		if c, err = b.HoldAuction(ctx, budget); err != nil {
			return false, err
		}
	}
	for c.Next < uint64(len(c.Fills)) && budget.Left() > 0 {
		if err := b.FillOrder(ctx, c.Auction, c.Fills[c.Next]); err != nil {
			return false, err
		}
		c.Next++
		budget.Spend(1)
	}

	if done = c.Next == uint64(len(c.Fills)); !done {
		err = k.Clearings.Set(ctx, area, c)
	} else {
		err = b.FinishAuction(ctx)
	}
	if err != nil {
		return false, err
	}
	return done, b.Commit(ctx)
}
