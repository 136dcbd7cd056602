package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// Settlement returns the settlement of an epoch.
func (q queryServer) Settlement(ctx context.Context, req *types.QuerySettlementRequest) (*types.QuerySettlementResponse, error) {
	community, err := q.reader.Community(ctx, req.Community)
	if err != nil {
		return nil, err
	}
	s, err := q.reader.Settlement(ctx, req.Community, req.Epoch)
	if err != nil {
		return nil, err
	}
	return &types.QuerySettlementResponse{
		Settlement: s, StartsAt: community.EpochStart(req.Epoch), EndsAt: community.EpochEnd(req.Epoch),
	}, nil
}
