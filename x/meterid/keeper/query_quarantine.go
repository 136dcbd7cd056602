package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Quarantine returns the quarantined readings, by meter.
func (q queryServer) Quarantine(ctx context.Context, req *types.QueryQuarantineRequest) (*types.QueryQuarantineResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	readings, next, err := query.CollectionPaginate(ctx, q.quarantine, lists.Page(req.Pagination),
		func(_ uint64, r types.QuarantinedReading) (types.QuarantinedReading, error) { return r, nil })
	return &types.QueryQuarantineResponse{Readings: readings, Pagination: next}, err
}
