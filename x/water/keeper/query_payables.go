package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// Payables returns the payables of an area, in the order of the producers' addresses.
func (q queryServer) Payables(ctx context.Context, req *types.QueryPayablesRequest) (*types.QueryPayablesResponse, error) {
	if _, err := q.reader.Area(ctx, req.Area); err != nil {
		return nil, err
	}
	payables, page, err := query.CollectionPaginate(ctx, q.reader.Payables, lists.Page(req.Pagination),
		func(key state.Payee, amount uint64) (types.Payable, error) {
			producer, err := q.reader.Addresses.BytesToString(key.K2())
			return types.Payable{Area: key.K1(), Producer: producer, Amount: amount}, err
		},
		query.WithCollectionPaginationPairPrefix[uint64, []byte](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryPayablesResponse{Payables: payables, Pagination: page}, nil
}
