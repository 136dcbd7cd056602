package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// MembersByAccount returns the memberships of an account, by community and slot.
func (q queryServer) MembersByAccount(
	ctx context.Context, req *types.QueryMembersByAccountRequest,
) (*types.QueryMembersByAccountResponse, error) {
	account, err := q.reader.ReadAddress("account", req.Account)
	if err != nil {
		return nil, err
	}
	prefix := func(o *query.CollectionsPaginateOptions[state.MembershipKey]) {
		p := collections.TriplePrefix[[]byte, uint64, uint64](account.Bytes)
		o.Prefix = &p
	}
	members, page, err := query.CollectionPaginate(ctx, q.reader.Accounts, lists.Page(req.Pagination),
		func(key state.MembershipKey, _ collections.NoValue) (types.MemberView, error) {
			m, err := q.reader.Member(ctx, key.K2(), key.K3())
			if err != nil {
				return types.MemberView{}, err
			}
			return q.memberView(ctx, m)
		}, prefix)
	if err != nil {
		return nil, err
	}
	return &types.QueryMembersByAccountResponse{Members: members, Pagination: page}, nil
}
