package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/water/types"
)

// Valve returns the stored state of the valve behind a meter.
func (q queryServer) Valve(ctx context.Context, req *types.QueryValveRequest) (*types.QueryValveResponse, error) {
	v, found, err := q.reader.Valve(ctx, req.Meter)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, types.ErrValveNotFound.Wrapf("expected the meter of a household, got %d", req.Meter)
	}
	return &types.QueryValveResponse{Valve: v}, nil
}
