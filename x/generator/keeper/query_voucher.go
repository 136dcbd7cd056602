package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Voucher returns what became of a voucher.
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
		resp.StepsNeeded, err = q.reader.StepsUpTo(ctx, v)
	}
	return resp, err
}
