package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Holdings returns the holdings of a generator, by the bytes of the account's address.
func (q queryServer) Holdings(ctx context.Context, req *types.QueryHoldingsRequest) (*types.QueryHoldingsResponse, error) {
	g, purse, err := q.reader.GeneratorWithPurse(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	holdings, page, err := query.CollectionPaginate(ctx, q.reader.Holdings, lists.Page(req.Pagination),
		func(_ state.AccountKey, h types.Holding) (types.HoldingView, error) { return holdingView(g, purse, h) },
		query.WithCollectionPaginationPairPrefix[uint64, []byte](g.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldingsResponse{Holdings: holdings, Pagination: page}, nil
}
