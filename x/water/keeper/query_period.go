package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/types"
)

// Period returns a period.
func (q queryServer) Period(ctx context.Context, req *types.QueryPeriodRequest) (*types.QueryPeriodResponse, error) {
	b, err := books.Open(ctx, q.reader, req.Area)
	if err != nil {
		return nil, err
	}
	p, err := b.Period(ctx, req.Period)
	if err != nil {
		return nil, err
	}
	return &types.QueryPeriodResponse{Period: withMint(*p, b.Stored)}, nil
}
