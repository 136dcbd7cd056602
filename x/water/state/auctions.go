package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Clearing returns the auction of an area that is in progress, if there is one.
func (st *Store) Clearing(ctx context.Context, area uint64) (c types.Clearing, running bool, err error) {
	c, err = st.Clearings.Get(ctx, area)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Clearing{}, false, nil
	}
	return c, err == nil, err
}

// InFlight returns the litres that buyers have received in an auction in progress and sellers have not given yet, and the money that
// buyers have paid and sellers have not received yet. Buyers are filled first.
func (st *Store) InFlight(ctx context.Context, area uint64) (litres, money uint64, err error) {
	c, running, err := st.Clearing(ctx, area)
	if err != nil || !running {
		return 0, 0, err
	}
	for _, f := range c.Fills[:min(c.Next, uint64(len(c.Fills)))] {
		if f.Side == types.ORDER_SIDE_BUY {
			litres += f.Litres
		} else {
			litres -= f.Litres
		}
	}
	return litres, litres * c.Auction.Price, nil // at most the escrow of all buyers
}
