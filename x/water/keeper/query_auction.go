package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/water/types"
)

// Auction returns the result of an auction.
func (q queryServer) Auction(ctx context.Context, req *types.QueryAuctionRequest) (*types.QueryAuctionResponse, error) {
	if _, err := q.reader.Area(ctx, req.Area); err != nil {
		return nil, err
	}
	a, err := q.reader.Auctions.Get(ctx, collections.Join(req.Area, req.Auction))
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrAuctionNotFound.Wrapf("area %d: expected the number of a stored auction, got %d", req.Area, req.Auction)
	}
	if err != nil {
		return nil, err
	}
	return &types.QueryAuctionResponse{Auction: a}, nil
}
