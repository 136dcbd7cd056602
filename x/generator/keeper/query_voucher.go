package keeper

import (
	"context"
	"slices"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Voucher returns a voucher and the steps beyond the current link that release it.
func (q queryServer) Voucher(ctx context.Context, req *types.QueryVoucherRequest) (*types.QueryVoucherResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	v, err := q.reader.Voucher(ctx, req.Generator, req.Voucher)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryVoucherResponse{Voucher: v}
	if v.Status != types.VOUCHER_STATUS_OPEN {
		return resp, nil
	}
	open, err := q.reader.OpenVouchersOf(ctx, v.Generator, v.Device)
	if err != nil {
		return nil, err
	}
	place := slices.IndexFunc(open, func(o types.Voucher) bool { return o.Id == v.Id })
	resp.StepsNeeded, err = credit.Needed(state.Credit(open), place)
	return resp, err
}
