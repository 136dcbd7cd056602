package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Provider returns the record of a provider; all 0 for an account that never won a bid.
func (q queryServer) Provider(ctx context.Context, req *types.QueryProviderRequest) (*types.QueryProviderResponse, error) {
	account, err := q.reader.ReadAddress("provider", req.Provider)
	if err != nil {
		return nil, err
	}
	record, err := q.reader.Provider(ctx, account)
	if err != nil {
		return nil, err
	}
	return &types.QueryProviderResponse{Record: record}, nil
}
