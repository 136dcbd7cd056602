package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/work/queue"
	"github.com/utilityd/utilityd/x/work/types"
)

// queryServer answers queries from a store that cannot be written.
type queryServer struct {
	*Keeper
}

var _ types.QueryServer = queryServer{}

// NewQueryServer returns the query service of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k.reader} }

// Params returns the parameters.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Pending returns a page of pending work.
func (q queryServer) Pending(ctx context.Context, req *types.QueryPendingRequest) (*types.QueryPendingResponse, error) {
	lane, err := q.lane(req.Module, req.Record)
	if err != nil {
		return nil, err
	}
	items, page, err := queue.ListPending(ctx, q.queue, lane, req.Pagination, q.item)
	return &types.QueryPendingResponse{Items: items, Pagination: page}, err
}

// Failed returns a page of failed work.
func (q queryServer) Failed(ctx context.Context, req *types.QueryFailedRequest) (*types.QueryFailedResponse, error) {
	lane, err := q.lane(req.Module, req.Record)
	if err != nil {
		return nil, err
	}
	items, page, err := queue.ListFailed(ctx, q.queue, lane, req.Pagination, q.failedItem)
	return &types.QueryFailedResponse{Items: items, Pagination: page}, err
}

// lane reads the selection of a query.
func (q queryServer) lane(module string, record uint64) (queue.Lane, error) {
	if module == "" {
		if record != 0 {
			return queue.Lane{}, check.Invalid("module: expected one with a record, got none")
		}
		return queue.Lane{}, nil
	}
	_, err := q.handler(module)
	return queue.Lane{Module: module, Record: record}, err
}
