package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// OpenVouchers returns the open vouchers of a device, oldest first.
func (q queryServer) OpenVouchers(
	ctx context.Context, req *types.QueryOpenVouchersRequest,
) (*types.QueryOpenVouchersResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	if _, err := q.reader.Device(ctx, req.Generator, req.Device); err != nil {
		return nil, err
	}
	ofDevice := collections.TripleSuperPrefix[uint64, uint64, uint64](req.Generator, req.Device)
	vouchers, page, err := query.CollectionPaginate(ctx, q.reader.OpenVouchers, lists.Page(req.Pagination),
		func(key state.VoucherKey, _ collections.NoValue) (types.Voucher, error) {
			return q.reader.Voucher(ctx, req.Generator, key.K3())
		},
		func(o *query.CollectionsPaginateOptions[state.VoucherKey]) { o.Prefix = &ofDevice })
	if err != nil {
		return nil, err
	}
	return &types.QueryOpenVouchersResponse{Vouchers: vouchers, Pagination: page}, nil
}
