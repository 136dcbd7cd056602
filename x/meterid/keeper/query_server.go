package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// maxPage is the most entries of one page of any list, whatever is asked for.
const maxPage = 1_000

type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer is the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params returns the parameters.
func (q queryServer) Params(ctx context.Context, req *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	params, err := q.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

var errEmptyRequest = status.Error(codes.InvalidArgument, "expected a request, got none")

// page limits what a request asks for.
func page(req *query.PageRequest) *query.PageRequest {
	limited := query.PageRequest{}
	if req != nil {
		limited = *req
	}
	if limited.Limit == 0 || limited.Limit > maxPage {
		limited.Limit = min(maxPage, max(limited.Limit, query.DefaultLimit))
	}
	limited.CountTotal = false // counting reads everything
	return &limited
}
