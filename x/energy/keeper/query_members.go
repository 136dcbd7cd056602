package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Members returns the members of a community, by slot.
func (q queryServer) Members(ctx context.Context, req *types.QueryMembersRequest) (*types.QueryMembersResponse, error) {
	if _, err := q.reader.Community(ctx, req.Community); err != nil {
		return nil, err
	}
	members, page, err := query.CollectionPaginate(ctx, q.reader.Members, lists.Page(req.Pagination),
		func(_ state.SlotKey, m types.Member) (types.MemberView, error) { return q.memberView(ctx, m) },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Community))
	if err != nil {
		return nil, err
	}
	return &types.QueryMembersResponse{Members: members, Pagination: page}, nil
}
