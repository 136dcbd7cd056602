package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Auction returns a past auction that is kept.
func (st *Store) Auction(ctx context.Context, area, number uint64) (types.Auction, error) {
	a, err := st.Auctions.Get(ctx, collections.Join(area, number))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Auction{}, types.ErrAuctionNotFound.Wrapf("area %d: expected the number of a stored auction, got %d", area, number)
	}
	return a, err
}

// SetAuction stores an auction.
func (st *Store) SetAuction(ctx context.Context, a types.Auction) error {
	return st.Auctions.Set(ctx, collections.Join(a.Area, a.Number), a)
}
