package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// AccountsByOwner returns the households of an owner, by area, as if they were settled now.
func (q queryServer) AccountsByOwner(
	ctx context.Context, req *types.QueryAccountsByOwnerRequest,
) (*types.QueryAccountsByOwnerResponse, error) {
	owner, err := q.reader.ReadAddress("owner", req.Owner)
	if err != nil {
		return nil, err
	}
	households, page, err := query.CollectionPaginate(ctx, q.reader.Owners, lists.Page(req.Pagination),
		func(key state.Ownership, slot uint64) (types.AccountView, error) {
			b, err := books.Open(ctx, q.reader, key.K2())
			if err != nil {
				return types.AccountView{}, err
			}
			_, view, err := b.View(ctx, slot)
			return view, err
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](owner.Bytes))
	if err != nil {
		return nil, err
	}
	return &types.QueryAccountsByOwnerResponse{Households: households, Pagination: page}, nil
}
