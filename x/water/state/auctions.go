package state

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Clearing is the auction of an area that is under way, if there is one.
func (st *Store) Clearing(ctx context.Context, area uint64) (c types.Clearing, running bool, err error) {
	c, err = st.Clearings.Get(ctx, area)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Clearing{}, false, nil
	}
	return c, err == nil, err
}

// InFlight is what buyers of an auction under way have got and paid, and sellers have not given and got yet: buyers come first.
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
