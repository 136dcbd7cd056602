package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/types"
)

// Params returns the parameters.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.reader.Params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}
