package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// Device returns a device with its last code, which may be entered again, and the steps that release all its open vouchers.
func (q queryServer) Device(ctx context.Context, req *types.QueryDeviceRequest) (*types.QueryDeviceResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	device, err := q.reader.Device(ctx, req.Generator, req.Device)
	if err != nil {
		return nil, err
	}
	vouchers, err := q.reader.OpenVouchersOf(ctx, req.Generator, req.Device)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryDeviceResponse{Device: device}
	if len(vouchers) > 0 {
		resp.StepsNeeded, resp.RefundAt = credit.Total(state.Credit(vouchers)), vouchers[0].DueAt
	}
	return resp, nil
}
