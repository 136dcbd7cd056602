package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Generators returns all generators, or those of a status, by number.
func (q queryServer) Generators(
	ctx context.Context, req *types.QueryGeneratorsRequest,
) (*types.QueryGeneratorsResponse, error) {
	if _, known := types.GeneratorStatus_name[int32(req.Status)]; !known {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("status: expected 0 to %d, got %d",
			len(types.GeneratorStatus_name)-1, int32(req.Status))
	}
	var (
		views []types.GeneratorView
		page  *query.PageResponse
		err   error
	)
	if req.Status == types.GENERATOR_STATUS_UNSPECIFIED {
		views, page, err = query.CollectionPaginate(ctx, q.reader.Generators, lists.Page(req.Pagination),
			func(_ uint64, g types.Generator) (types.GeneratorView, error) { return q.generatorView(ctx, g) })
	} else {
		views, page, err = query.CollectionPaginate(ctx, q.reader.Statuses, lists.Page(req.Pagination),
			func(key state.StatusKey, _ collections.NoValue) (types.GeneratorView, error) {
				g, err := q.reader.Generator(ctx, key.K2())
				if err != nil {
					return types.GeneratorView{}, err
				}
				return q.generatorView(ctx, g)
			}, query.WithCollectionPaginationPairPrefix[uint64, uint64](uint64(req.Status))) //nolint:gosec // known, so not negative
	}
	if err != nil {
		return nil, err
	}
	return &types.QueryGeneratorsResponse{Generators: views, Pagination: page}, nil
}
