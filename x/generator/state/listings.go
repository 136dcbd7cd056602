package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Listing returns a listing of a generator by its number, or ErrListingNotFound.
func (st *Store) Listing(ctx context.Context, generator, id uint64) (types.Listing, error) {
	l, err := st.Listings.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Listing{}, types.ErrListingNotFound.Wrapf("generator %d: expected the number of a listing, got %d", generator, id)
	}
	return l, err
}

// SetListing stores the rest of a listing. If no share is left, it removes the listing and cancels its block work.
func (st *Store) SetListing(ctx context.Context, l types.Listing) error {
	key := collections.Join(l.Generator, l.Id)
	if l.Shares > 0 {
		return st.Listings.Set(ctx, key, l)
	}
	if err := st.Queue.Cancel(ctx, ListingItem(l)); err != nil {
		return err
	}
	return st.Listings.Remove(ctx, key)
}

// ListingItem returns the block work at the end of a listing. Every listing has it, pending or failed.
func ListingItem(l types.Listing) queue.Item {
	return workItem(l.ExpiresAt, types.KindListing, l.Generator, l.Id)
}
