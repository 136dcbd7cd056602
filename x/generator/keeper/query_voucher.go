package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Voucher returns a voucher and the steps that a code must prove to release it.
func (q queryServer) Voucher(ctx context.Context, req *types.QueryVoucherRequest) (*types.QueryVoucherResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	v, err := q.reader.Voucher(ctx, req.Generator, req.Voucher)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryVoucherResponse{Voucher: v}
	if v.Status == types.VOUCHER_STATUS_OPEN {
		resp.StepsNeeded, err = q.reader.StepsNeeded(ctx, v)
	}
	return resp, err
}
