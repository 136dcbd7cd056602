package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// queryServer answers queries from a store that cannot be written.
type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }

// Params returns the parameters.
func (q queryServer) Params(ctx context.Context, req *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	params, err := q.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

var errEmptyRequest = status.Error(codes.InvalidArgument, "expected a request, got none")
