package keeper

import (
	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// endLease gives the revenue of leased shares back to their owner. What came in up to now is the lessee's.
func (k *Keeper) endLease(ctx sdk.Context, generator, id uint64) error {
	key := collections.Join(generator, id)
	l, err := k.leases.Get(ctx, key)
	if err != nil {
		return err
	}
	b, err := k.books.Get(ctx, generator)
	if err != nil {
		return err
	}
	owner, err := k.stored(l.Owner)
	if err != nil {
		return err
	}
	lessee, err := k.stored(l.Lessee)
	if err != nil {
		return err
	}
	from, err := k.holding(ctx, generator, lessee)
	if err != nil {
		return err
	}
	to, err := k.holding(ctx, generator, owner)
	if err != nil {
		return err
	}
	for _, h := range []*types.Holding{&from, &to} {
		if err := settle(&b, h); err != nil {
			return err
		}
	}
	if err := decrease(&from.LeasedIn, l.Shares); err != nil {
		return err
	}
	if err := decrease(&to.LeasedOut, l.Shares); err != nil {
		return err
	}

	if err := k.setHolding(ctx, lessee, from); err != nil {
		return err
	}
	if err := k.setHolding(ctx, owner, to); err != nil {
		return err
	}
	if err := k.leases.Remove(ctx, key); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(types.NewEventLeaseEnded(l))
}
