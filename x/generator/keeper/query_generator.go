package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Generator returns a generator, what happens next and what releases which money.
func (q queryServer) Generator(ctx context.Context, req *types.QueryGeneratorRequest) (*types.QueryGeneratorResponse, error) {
	g, err := q.reader.Generator(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	view, err := q.view(ctx, g)
	if err != nil {
		return nil, err
	}
	return &types.QueryGeneratorResponse{Generator: view}, nil
}

// view is a generator as people want to see it.
func (q queryServer) view(ctx context.Context, g types.Generator) (types.GeneratorView, error) {
	b, err := q.reader.Books.Get(ctx, g.Id)
	if err != nil {
		return types.GeneratorView{}, err
	}
	return types.GeneratorView{
		Generator:      g,
		Books:          b,
		SharesLeft:     g.SharesLeft(),
		Price:          state.PriceOf(b),
		DeliveredUnits: g.DeliveredUnits(b),
		Next:           next(g),
		BondRelease:    bondRelease(g, b),
	}, nil
}
