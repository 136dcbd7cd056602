package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Listing returns a listing.
func (q queryServer) Listing(ctx context.Context, req *types.QueryListingRequest) (*types.QueryListingResponse, error) {
	l, err := q.reader.Listing(ctx, req.Generator, req.Listing)
	if err != nil {
		return nil, err
	}
	return &types.QueryListingResponse{Listing: l}, nil
}
