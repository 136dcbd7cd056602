package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/work/queue"
)

// clear holds the auction of an area if both sides have come, and does its trades as far as the budget goes. What is left goes on
// in the next block, as if nothing had been in between: nobody changes the book until then, and policies wait until their
// households are touched again.
func (k *Keeper) clear(ctx sdk.Context, area uint64, budget *queue.Budget) (done bool, err error) {
	b, err := books.Open(ctx, k.Store, area)
	if err != nil {
		return false, err
	}
	m, err := b.Market(ctx)
	if err != nil {
		return false, err
	}
	m.Waits = true
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
		if err := b.Fill(ctx, c.Auction, c.Fills[c.Next]); err != nil {
			return false, err
		}
		c.Next++
		budget.Spend(1)
	}

	if done = c.Next == uint64(len(c.Fills)); !done {
		err = k.Clearings.Set(ctx, area, c)
	} else {
		err = b.EndAuction(ctx)
	}
	if err != nil {
		return false, err
	}
	return done, b.Commit(ctx)
}
