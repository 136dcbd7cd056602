package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// MaintenanceClaim returns the pending claim of a generator.
func (q queryServer) MaintenanceClaim(
	ctx context.Context, req *types.QueryMaintenanceClaimRequest,
) (*types.QueryMaintenanceClaimResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	claim, err := q.reader.MaintenanceClaim(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	return &types.QueryMaintenanceClaimResponse{Claim: claim}, nil
}
