package keeper

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/due"
	"github.com/utilityd/utilityd/x/water/types"
)

// checkAuctions looks for the auction of every book that is not empty or that an auction under way has closed, and for no other.
func (k *Keeper) checkAuctions(ctx sdk.Context) error {
	return k.counters.Walk(ctx, nil, func(id uint64, c types.Counters) (bool, error) {
		var found uint64
		err := k.due.Walk(ctx, func(it due.Item[pair]) (bool, error) {
			if it.Kind == types.KindAuction && it.ID.K1() == id {
				found++
			}
			return false, nil
		})
		if err != nil {
			return true, err
		}
		if _, err := k.due.Parked(ctx, types.KindAuction, collections.Join(id, uint64(0))); err == nil {
			found++
		}
		under, err := k.clearings.Has(ctx, id)
		if err != nil {
			return true, err
		}
		var want uint64
		if c.AuctionAt != 0 {
			want = 1
		}
		if found != want || want == 0 && (under || c.BuyOrders+c.SellOrders > 0) {
			return true, broken("area %d: expected an auction to wait %d times for %d and %d orders, got it %d times (under way: %t)",
				id, want, c.BuyOrders, c.SellOrders, found, under)
		}
		return false, nil
	})
}
