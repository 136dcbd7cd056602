package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/types"
)

// Auction returns the result of an auction.
func (q queryServer) Auction(ctx context.Context, req *types.QueryAuctionRequest) (*types.QueryAuctionResponse, error) {
	if _, err := q.reader.Area(ctx, req.Area); err != nil {
		return nil, err
	}
	a, err := q.reader.Auction(ctx, req.Area, req.Auction)
	if err != nil {
		return nil, err
	}
	return &types.QueryAuctionResponse{Auction: a}, nil
}
