package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Device returns a device with its last code, which may be entered again, and what its next code has to prove.
func (q queryServer) Device(ctx context.Context, req *types.QueryDeviceRequest) (*types.QueryDeviceResponse, error) {
	if _, err := q.reader.Generator(ctx, req.Generator); err != nil {
		return nil, err
	}
	device, err := q.reader.Device(ctx, req.Generator, req.Device)
	if err != nil {
		return nil, err
	}
	waiting, err := q.reader.Waiting(ctx, req.Generator, req.Device)
	if err != nil {
		return nil, err
	}
	resp := &types.QueryDeviceResponse{Device: device}
	if len(waiting) > 0 {
		resp.NextUnits, resp.RefundAt = waiting[0].Units, waiting[0].DueAt
	}
	return resp, nil
}
