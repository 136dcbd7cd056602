package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// RegisterDevice registers a device and its chain. Its vendor can replace the chain until the first use, and nobody after it, so
// that no code counts twice.
func (s msgServer) RegisterDevice(goCtx context.Context, msg *types.MsgRegisterDevice) (*types.MsgRegisterDeviceResponse, error) {
	// load
	ctx, vendor, g, err := s.generatorOfSigner(goCtx, "vendor", msg.Vendor, msg)
	if err != nil {
		return nil, err
	}
	anchor, err := voucher.Parse(msg.Anchor)
	if err != nil {
		return nil, types.ErrInvalidCode.Wrapf("anchor: %s", err)
	}
	if err := state.ExpectVendor(g, vendor); err != nil {
		return nil, err
	}
	present, err := s.Devices.Get(ctx, collections.Join(g.Id, msg.Device))
	exists := err == nil
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}

	// decide
	err = state.ExpectStatus(g,
		types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL, types.GENERATOR_STATUS_ACTIVE)
	if err != nil {
		return nil, err
	}
	if exists && (present.Vendor != vendor.Text || present.Steps > 0 || present.BoughtVouchers > 0) {
		return nil, types.ErrDeviceExists.Wrapf("generator %d: expected a new device or an unused one of %s, got %d of %s with %d vouchers and %d steps",
			g.Id, vendor.Text, msg.Device, present.Vendor, present.BoughtVouchers, present.Steps)
	}
	device := types.Device{
		Generator: g.Id, Number: msg.Device, Vendor: vendor.Text, Digits: msg.Digits, Length: msg.Length, Link: anchor.String(),
	}

	// apply
	if err := s.SetDevice(ctx, device); err != nil {
		return nil, err
	}
	return &types.MsgRegisterDeviceResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventDeviceRegistered{
		Generator: device.Generator, Device: device.Number, Vendor: device.Vendor, Anchor: device.Link,
		Length: device.Length,
	})
}
