package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
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
	steps := uint64(0)
	ofDevice := collections.NewSuperPrefixedTripleRange[uint64, uint64, uint64](v.Generator, v.Device)
	err := k.openVouchers.Walk(ctx, ofDevice, func(key order) (stop bool, err error) {
		each, err := k.voucher(ctx, v.Generator, key.K3())
		if err != nil {
			return true, err
		}
		if steps += each.Units; steps > voucher.MaxSteps {
			steps = 0
			return true, nil
		}
		return key.K3() == v.Id, nil
	})
	return steps, err
}
