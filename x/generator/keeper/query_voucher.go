package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Voucher returns what became of a voucher.
func (q queryServer) Voucher(ctx context.Context, req *types.QueryVoucherRequest) (*types.QueryVoucherResponse, error) {
	if _, err := q.generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	v, err := q.voucher(ctx, req.Generator, req.Voucher)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryVoucherResponse{Voucher: v}
	if v.Status == types.VOUCHER_STATUS_OPEN {
		resp.StepsNeeded, err = q.stepsUpTo(ctx, v)
	}
	return resp, err
}

// stepsUpTo is the units of the open vouchers of a device up to this one; 0 if they are more than one code can prove.
func (k *Keeper) stepsUpTo(ctx context.Context, v types.Voucher) (uint64, error) {
	waiting, err := k.waiting(ctx, v.Generator, v.Device)
	steps := uint64(0)
	for _, w := range waiting {
		if steps += w.Units; w.Id == v.Id {
			return steps, nil
		}
	}
	return 0, err
}
