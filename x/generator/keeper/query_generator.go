package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Generator returns a generator, what happens next and what releases which money.
func (q queryServer) Generator(ctx context.Context, req *types.QueryGeneratorRequest) (*types.QueryGeneratorResponse, error) {
	g, err := q.generator(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	view, err := q.view(ctx, g)
	if err != nil {
		return nil, err
	}
	return &types.QueryGeneratorResponse{Generator: view}, nil
}
