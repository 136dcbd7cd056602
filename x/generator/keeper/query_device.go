package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Device returns a device with its last code, which may be entered again, and the units that its next code must prove.
func (q queryServer) Device(ctx context.Context, req *types.QueryDeviceRequest) (*types.QueryDeviceResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	device, err := q.reader.Device(ctx, req.Generator, req.Device)
	if err != nil {
		return nil, err
	}
	vouchers, err := q.reader.ReleasableVouchers(ctx, req.Generator, req.Device)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryDeviceResponse{Device: device}
	if len(vouchers) > 0 {
		resp.NextUnits, resp.RefundAt = vouchers[0].Units, vouchers[0].DueAt
	}
	return resp, nil
}
