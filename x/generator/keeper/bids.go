package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// bid is the bid of a provider that was neither accepted nor taken back.
func (k *Keeper) bid(ctx context.Context, generator uint64, provider account) (types.Bid, error) {
	b, err := k.bids.Get(ctx, collections.Join(generator, provider.Bytes))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Bid{}, types.ErrBidNotFound.Wrapf("generator %d: expected a provider with an open bid, got %s", generator, provider.Text)
	}
	return b, err
}

func (k *Keeper) addBid(ctx context.Context, provider account, b types.Bid) error {
	if err := k.bids.Set(ctx, collections.Join(b.Generator, provider.Bytes), b); err != nil {
		return err
	}
	return k.bidders.Set(ctx, collections.Join(provider.Bytes, b.Generator))
}

func (k *Keeper) removeBid(ctx context.Context, generator uint64, provider account) error {
	if err := k.bids.Remove(ctx, collections.Join(generator, provider.Bytes)); err != nil {
		return err
	}
	return k.bidders.Remove(ctx, collections.Join(provider.Bytes, generator))
}
