package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Generator returns a generator, its next step and the release of its bond.
func (q queryServer) Generator(ctx context.Context, req *types.QueryGeneratorRequest) (*types.QueryGeneratorResponse, error) {
	g, err := q.reader.Generator(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	view, err := q.generatorView(ctx, g)
	if err != nil {
		return nil, err
	}
	return &types.QueryGeneratorResponse{Generator: view}, nil
}

// generatorView returns a generator with its purse and sentences for people.
func (q queryServer) generatorView(ctx context.Context, g types.Generator) (types.GeneratorView, error) {
	purse, err := q.reader.Purses.Get(ctx, g.Id)
	if err != nil {
		return types.GeneratorView{}, err
	}
	return types.GeneratorView{
		Generator:      g,
		Purse:          purse,
		SharesLeft:     g.SharesLeft(),
		Price:          state.PriceOn(purse, state.DayOf(sdk.UnwrapSDKContext(ctx).BlockTime().Unix())),
		DeliveredUnits: g.DeliveredUnits(purse),
		Next:           explainNext(g, purse),
		BondRelease:    explainBond(g, purse),
	}, nil
}
