package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Leases returns the leases of a generator that are not settled, by number, with the amounts that their lessees can withdraw now.
func (q queryServer) Leases(goCtx context.Context, req *types.QueryLeasesRequest) (*types.QueryLeasesResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	_, purse, err := q.reader.GeneratorWithPurse(ctx, req.Generator)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	leases, page, err := query.CollectionPaginate(ctx, q.reader.Leases, lists.Page(req.Pagination),
		func(_ state.NumberKey, l types.Lease) (types.LeaseView, error) {
			acc, err := q.reader.LeaseAcc(ctx, purse, l, now)
			if err != nil {
				return types.LeaseView{}, err
			}
			revenue, err := market.LeaseRevenue(l, acc)
			return types.LeaseView{Lease: l, WithdrawableUsolar: revenue}, err
		},
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryLeasesResponse{Leases: leases, Pagination: page}, nil
}
