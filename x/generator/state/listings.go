package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Listing is an offer of shares of a generator by its number.
func (st *Store) Listing(ctx context.Context, generator, id uint64) (types.Listing, error) {
	l, err := st.Listings.Get(ctx, collections.Join(generator, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Listing{}, types.ErrListingNotFound.Wrapf("generator %d: expected the number of a listing, got %d", generator, id)
	}
	return l, err
}

// SetListing stores what is left of an offer, or removes it with its end if nothing is.
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

// ListingItem is the end of an offer: there is always one, waiting or parked.
func ListingItem(l types.Listing) queue.Item {
	return item(l.ExpiresAt, types.KindListing, l.Generator, l.Id)
}
