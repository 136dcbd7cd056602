package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Bid returns the open bid of a provider, or ErrBidNotFound.
func (st *Store) Bid(ctx context.Context, generator uint64, provider Address) (types.Bid, error) {
	b, err := st.Bids.Get(ctx, collections.Join(generator, provider.Bytes))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Bid{}, types.ErrBidNotFound.Wrapf("generator %d: expected a provider with an open bid, got %s", generator, provider.Text)
	}
	return b, err
}

// AddBid stores a bid and its entry in the index of bidders.
func (st *Store) AddBid(ctx context.Context, provider Address, b types.Bid) error {
	if err := st.Bids.Set(ctx, collections.Join(b.Generator, provider.Bytes), b); err != nil {
		return err
	}
	return st.Bidders.Set(ctx, collections.Join(provider.Bytes, b.Generator))
}

// RemoveBid removes a bid and its entry in the index.
func (st *Store) RemoveBid(ctx context.Context, generator uint64, provider Address) error {
	if err := st.Bids.Remove(ctx, collections.Join(generator, provider.Bytes)); err != nil {
		return err
	}
	return st.Bidders.Remove(ctx, collections.Join(provider.Bytes, generator))
}
