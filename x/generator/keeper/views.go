package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// view is a generator as people want to see it.
func (k *Keeper) view(ctx context.Context, g types.Generator) (types.GeneratorView, error) {
	b, err := k.books.Get(ctx, g.Id)
	if err != nil {
		return types.GeneratorView{}, err
	}
	return types.GeneratorView{
		Generator:      g,
		Books:          b,
		SharesLeft:     g.SharesLeft(),
		Price:          priceOf(b),
		DeliveredUnits: g.DeliveredUnits(b),
		Next:           next(g),
		BondRelease:    bondRelease(g, b),
	}, nil
}
