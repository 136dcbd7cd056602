package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Providers returns the records of all providers, by the bytes of their addresses.
func (q queryServer) Providers(
	ctx context.Context, req *types.QueryProvidersRequest,
) (*types.QueryProvidersResponse, error) {
	records, page, err := query.CollectionPaginate(ctx, q.reader.Providers, lists.Page(req.Pagination),
		func(_ []byte, r types.ProviderRecord) (types.ProviderRecord, error) { return r, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryProvidersResponse{Records: records, Pagination: page}, nil
}
