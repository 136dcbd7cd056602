package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Provider returns how a provider has done; nothing for an account that never won a bid.
func (q queryServer) Provider(ctx context.Context, req *types.QueryProviderRequest) (*types.QueryProviderResponse, error) {
	who, err := q.reader.ReadAddress("provider", req.Provider)
	if err != nil {
		return nil, err
	}
	record, err := q.reader.Provider(ctx, who)
	if err != nil {
		return nil, err
	}
	return &types.QueryProviderResponse{Record: record}, nil
}
