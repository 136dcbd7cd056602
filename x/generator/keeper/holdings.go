package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// holding is what an account has in a generator, be it nothing.
func (k *Keeper) holding(ctx context.Context, generator uint64, who account) (types.Holding, error) {
	h, err := k.holdings.Get(ctx, collections.Join(generator, who.Bytes))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Holding{Generator: generator, Account: who.Text}, nil
	}
	return h, err
}

// setHolding stores what an account has, or removes it if that is nothing, and keeps the indexes of accounts and voters.
func (k *Keeper) setHolding(ctx context.Context, who account, h types.Holding) error {
	key, reverse := collections.Join(h.Generator, who.Bytes), collections.Join(who.Bytes, h.Generator)
	before, err := k.holdings.Get(ctx, key)
	existed := err == nil
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	switch {
	case h.IsEmpty():
		if err := k.holdings.Remove(ctx, key); err != nil {
			return err
		}
		if err := k.accounts.Remove(ctx, reverse); err != nil {
			return err
		}
	default:
		if err := k.holdings.Set(ctx, key, h); err != nil {
			return err
		}
		if existed {
			break
		}
		if err := k.accounts.Set(ctx, reverse); err != nil {
			return err
		}
	}
	switch {
	case h.Vote != nil && before.Vote == nil:
		return k.voters.Set(ctx, key)
	case h.Vote == nil && before.Vote != nil:
		return k.voters.Remove(ctx, key)
	default:
		return nil
	}
}

// credit lets an account withdraw what was taken out of a bucket of the generator. A holding of the account that the
// caller has in hand is stored before and loaded again after.
func (k *Keeper) credit(
	ctx sdk.Context, g types.Generator, b *types.Books, bucket *uint64, amount uint64, to, reason string,
) error {
	if amount == 0 {
		return nil
	}
	who, err := k.stored(to)
	if err != nil {
		return err
	}
	h, err := k.holding(ctx, g.Id, who)
	if err != nil {
		return err
	}
	if err := move(bucket, &b.Due, amount); err != nil {
		return err
	}
	if err := increase(&h.Due, amount); err != nil {
		return err
	}
	if err := k.setHolding(ctx, who, h); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventDueCredited{
		Generator: h.Generator, Account: h.Account, Reason: reason, Amount: paymentCoin(g, amount), Due: h.Due,
	})
}
