package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// Devices returns the devices of a generator, by number.
func (q queryServer) Devices(ctx context.Context, req *types.QueryDevicesRequest) (*types.QueryDevicesResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	devices, page, err := query.CollectionPaginate(ctx, q.reader.Devices, lists.Page(req.Pagination),
		func(_ state.NumberKey, d types.Device) (types.Device, error) { return d, nil },
		query.WithCollectionPaginationPairPrefix[uint64, uint64](req.Generator))
	if err != nil {
		return nil, err
	}
	return &types.QueryDevicesResponse{Devices: devices, Pagination: page}, nil
}
